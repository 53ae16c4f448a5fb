import { describeWants, listItems, noPicks, nothing } from "../../orders/items";
import { heldBy, isByCount, type Entry } from "../../orders/journal/entry";
import type { JournalRecord, Unreadable } from "../../orders/journal/journal";
import type { Context } from "../context";
import { commandLine, type SettingOptions } from "../settings";

/** How far an entry has come, for a person who has never seen one. */
export function describePhase(entry: Entry): string {
    const order = `order ${entry.orderId ?? "without an id"}`;
    switch (entry.phase) {
        case "reserved":
            return "reserved: nothing was sent";
        case "sending":
            return `in doubt: sent${isByCount(entry) ? " by count" : ""}, and no answer is known`;
        case "placed":
            return `placed: ${order} was ${entry.status ?? "NEW"} when last noted`;
        case "settled":
            return `settled: ${describeOutcome(entry)}, and no run has seen it in the state yet`;
        case "closed":
            return `closed: ${describeOutcome(entry)}, and in the state`;
    }
}

function describeOutcome({ outcome = "ordered", orderId, status }: Entry): string {
    switch (outcome) {
        case "forgotten":
            return "forgotten by a person";
        case "found":
            return "found in the account after a lost answer";
        case "owned":
            return "adopted, was owned before";
        case "ordered":
            return `order ${orderId ?? "without an id"} ended ${status ?? "somehow"}`;
    }
}

/** What to do about an entry, with the exact commands. */
function nextSteps({ name, entry }: JournalRecord, options: SettingOptions): string[] {
    const { intent } = entry;
    const adopt = commandLine(`orders adopt ${intent} <order id>`, options);
    const forget = (what: string): string => commandLine(`orders forget ${what}`, options);
    switch (entry.phase) {
        case "reserved":
            return [`nothing; the next "pulumi up" goes on from here`];
        case "sending":
            return [
                isByCount(entry)
                    ? `look for the order on CallFire's site`
                    : `"pulumi up" looks who owns these names, and orders the same again`,
                `if the order is there: ${adopt}`,
                `if it is not: ${forget(intent)}`,
            ];
        case "placed":
            return [`"pulumi up" goes on waiting for it`, `if CallFire has given it up: ${forget(intent)}`];
        case "settled":
            return heldBy(entry).length === 0
                ? [`nothing; the next "pulumi up" takes note`]
                : [
                      `"pulumi up" takes it in, or closes it where the state has it`,
                      `if its resource is gone: release the items at CallFire,`,
                      `then ${forget(name)}`,
                  ];
        case "closed":
            return [`nothing; it keeps other resources from adopting these items`];
    }
}

/** One entry as a few lines, the first of which stands alone. */
export function describeRecord(
    record: JournalRecord,
    now: Date,
    options: SettingOptions,
    { paint }: Context,
): string[] {
    const { name, entry } = record;
    const color = { reserved: "green", sending: "red", placed: "yellow", settled: "yellow", closed: "green" } as const;
    const names = entry.phase === "sending" ? [...namesOrdered(entry)] : [];
    return [
        `${paint("bold", name)}  ${paint(color[entry.phase], describePhase(entry))}`,
        ...row("intent", entry.intent),
        ...row("resource", entry.urn),
        ...row("stack", `${entry.stack.name}${entry.stack.backend === undefined ? "" : ` at ${entry.stack.backend}`}`),
        ...row("account", entry.account),
        ...row("order", entry.orderId),
        ...row("wanted", describeWants(entry.wants) || "not known"),
        ...row("names", names.join(", ")),
        ...row("acquired", listItems(entry.acquired ?? nothing).join(", ")),
        ...row("released", entry.released?.join(", ")),
        ...row("age", `${describeAge(entry.reservedAt, now)}, changed ${describeAge(entry.changedAt, now)} ago`),
        ...row("run", `process ${entry.process}`),
        ...nextSteps(record, options).flatMap((step, index) => row(index === 0 ? "next" : "", step)),
    ];
}

export function describeUnreadable(
    { name, reason }: Unreadable,
    options: SettingOptions,
    { paint }: Context,
): string[] {
    return [
        `${paint("bold", name)}  ${paint("red", `can't be used: ${reason}`)}`,
        `    It blocks its resource: it may stand for an order that was paid for.`,
        ...row("next", commandLine(`orders show ${name}`, options)),
        ...row("", `when you know what became of its order:`),
        ...row("", commandLine(`orders forget ${name}`, options)),
    ];
}

/** `12 s`, `5 min`, `3 h`, `2 days` */
function describeAge(since: string, now: Date): string {
    const seconds = Math.max(0, (now.getTime() - Date.parse(since)) / 1000);
    if (!Number.isFinite(seconds)) {
        return "an unknown time";
    }
    const units = [
        { from: 172_800, seconds: 86_400, name: "days" },
        { from: 7_200, seconds: 3_600, name: "h" },
        { from: 120, seconds: 60, name: "min" },
    ];
    const unit = units.find(({ from }) => seconds >= from) ?? { seconds: 1, name: "s" };
    return `${String(Math.floor(seconds / unit.seconds))} ${unit.name}`;
}

/**
 * Whether a resource may lack something, or CallFire may still do something, because of this entry (decisions/0045).
 * @param state text of an exported state: what it shows does not count
 */
export function countsAsOpen({ entry }: JournalRecord, state: string | undefined): boolean {
    switch (entry.phase) {
        case "reserved":
        case "closed":
            return false;
        case "sending":
        case "placed":
            return true;
        case "settled":
            return heldBy(entry).length > 0 && state?.includes(entry.intent) !== true;
    }
}

/** Everything that an order named: to be looked for on CallFire's site. */
function namesOrdered({ wants, picks = noPicks }: Entry): string[] {
    return [...wants.numbers, ...picks.local, ...picks.tollFree, ...wants.keywords];
}

export function row(label: string, text: string | undefined): string[] {
    return text === undefined || text === "" ? [] : [`    ${label.padEnd(9)} ${text}`];
}
