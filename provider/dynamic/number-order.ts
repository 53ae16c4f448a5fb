import { adapters } from "./adapters";

/** What the state of every `NumberOrder` names for ever as its provider (decisions/0034). */
const provider: object = adapters.numberOrder;
export = provider;
