import { adapters } from "./adapters";

/** What the state of every `NumberConfiguration` names for ever as its provider (decisions/0034). */
const provider: object = adapters.numberConfiguration;
export = provider;
