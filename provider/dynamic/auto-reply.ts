import { adapters } from "./adapters";

/** What the state of every `AutoReply` names for ever as its provider (decisions/0034). */
const provider: object = adapters.autoReply;
export = provider;
