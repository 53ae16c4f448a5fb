import type { CallFireClient } from "../../../provider/callfire/client";

function unused(): never {
    throw new Error("The money path does not make this call.");
}

/** Calls that configure what is owned. */
export const unusedCalls: Pick<
    CallFireClient,
    | "configureNumber"
    | "listLabelled"
    | "labelNumber"
    | "unlabelNumber"
    | "createSubscription"
    | "getSubscription"
    | "listSubscriptions"
    | "updateSubscription"
    | "deleteSubscription"
    | "createAutoReply"
    | "getAutoReply"
    | "listAutoReplies"
    | "deleteAutoReply"
> = {
    configureNumber: unused,
    listLabelled: unused,
    labelNumber: unused,
    unlabelNumber: unused,
    createSubscription: unused,
    getSubscription: unused,
    listSubscriptions: unused,
    updateSubscription: unused,
    deleteSubscription: unused,
    createAutoReply: unused,
    getAutoReply: unused,
    listAutoReplies: unused,
    deleteAutoReply: unused,
};
