import { adapters } from "./adapters";

/** What the state of every `PhoneNumber` names for ever as its provider (decisions/0034). */
const provider: object = adapters.phoneNumber;
export = provider;
