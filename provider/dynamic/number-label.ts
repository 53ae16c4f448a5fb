import { adapters } from "./adapters";

/** What the state of every `NumberLabel` names for ever as its provider (decisions/0034). */
const provider: object = adapters.numberLabel;
export = provider;
