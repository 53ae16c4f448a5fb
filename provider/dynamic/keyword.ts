import { adapters } from "./adapters";

/** What the state of every `Keyword` names for ever as its provider (decisions/0034). */
const provider: object = adapters.keyword;
export = provider;
