import { badRequest, notFound } from "../http/errors";
import type { Fields, Page } from "../http/payload";
import { pageOf, withoutPlus } from "../http/requests";
import { nextId, type AccountState, type AutoReplyRecord } from "./account";
import { ownedKeyword, ownedNumber, shortCode } from "./holdings";

type Parameters = ReadonlyMap<string, string>;

export function createAutoReply(state: AccountState, parameters: Parameters): string {
    const requestId = parameters.get("RequestId") ?? "";
    const earlier = state.autoReplies.find((reply) => reply.requestId === requestId);
    if (requestId !== "" && earlier !== undefined) {
        return earlier.id;
    }
    const target = targetFrom(state, parameters);
    const message = parameters.get("Message") ?? "";
    if (message === "") {
        throw badRequest("Message is required");
    }
    const id = nextId(state);
    state.autoReplies.push({
        id,
        requestId: requestId === "" ? null : requestId,
        ...target,
        match: parameters.get("Match") ?? "",
        message,
    });
    return id;
}

export function listAutoReplies(state: AccountState, parameters: Parameters): Page {
    const number = withoutPlus(parameters.get("Number") ?? "");
    const found = state.autoReplies.filter((reply) => number === "" || reply.number === number);
    return { totalResults: found.length, items: pageOf(found, parameters).map(autoReplyPayload) };
}

export function getAutoReply(state: AccountState, id: string): Fields {
    return autoReplyPayload(autoReplyOf(state, id));
}

export function deleteAutoReply(state: AccountState, id: string): void {
    const reply = autoReplyOf(state, id);
    state.autoReplies = state.autoReplies.filter((other) => other !== reply);
}

/** Those that answer a text to a number, or to a keyword on the short code. [open] A match is looked for anywhere in it. */
export function repliesTo(
    state: AccountState,
    text: { readonly to: string; readonly keyword?: string; readonly message: string },
): AutoReplyRecord[] {
    return state.autoReplies.filter(
        (reply) =>
            reply.number === text.to &&
            reply.keyword === (text.keyword ?? null) &&
            text.message.toLowerCase().includes(reply.match.toLowerCase()),
    );
}

function targetFrom(state: AccountState, parameters: Parameters): Pick<AutoReplyRecord, "number" | "keyword"> {
    const number = withoutPlus(parameters.get("Number") ?? "");
    const keyword = parameters.get("Keyword")?.trim().toUpperCase() ?? "";
    if (number === "") {
        throw badRequest("Number is required");
    }
    if (keyword === "") {
        return { number: ownedNumber(state, number).value, keyword: null };
    }
    if (number !== shortCode) {
        throw badRequest(`Number is not the keyword's short code: ${number}`);
    }
    return { number, keyword: ownedKeyword(state, keyword).value };
}

function autoReplyOf(state: AccountState, id: string): AutoReplyRecord {
    const reply = state.autoReplies.find((candidate) => candidate.id === id);
    if (reply === undefined) {
        throw notFound(`Not Found: auto-reply ${id} does not exist`);
    }
    return reply;
}

function autoReplyPayload(reply: AutoReplyRecord): Fields {
    return {
        "@id": BigInt(reply.id),
        Number: reply.number,
        Keyword: reply.keyword ?? undefined,
        Match: reply.match,
        Message: reply.message,
    };
}
