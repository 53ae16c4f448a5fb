import { adapters } from "./adapters";

/** What the state of every `Subscription` names for ever as its provider (decisions/0034). */
const provider: object = adapters.subscription;
export = provider;
