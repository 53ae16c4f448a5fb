import type { Entry } from "../orders/entry";
import { describeWants, listItems, nothing } from "../orders/items";
import { claimsOf } from "../orders/journal";
import type { Record, Unreadable } from "../orders/journal";

/** How far an entry has come, for a person who has never seen one. */
export function describePhase(entry: Entry): string {
    const order = `order ${entry.orderId ?? "without an id"}`;
    switch (entry.phase) {
        case "claimed":
            return "claimed: nothing was sent";
        case "sending":
            return "in doubt: sent, and no answer is known";
        case "placed":
            return `placed: ${order} was ${entry.status ?? "NEW"} when last noted`;
        case "settled":
            return `settled: ${describeOutcome(entry)}, and no run has seen it in the state yet`;
        case "closed":
            return `closed: ${describeOutcome(entry)}, and in the state`;
    }
}

function describeOutcome(entry: Entry): string {
    switch (entry.outcome ?? "ordered") {
        case "forgotten":
            return "forgotten by a person";
        case "found":
            return "found in the account after a lost answer";
        case "owned":
            return "taken over, was owned before";
        case "ordered":
            return `order ${entry.orderId ?? "without an id"} ended ${entry.status ?? "somehow"}`;
    }
}

/** What to do about an entry; with the exact commands. */
export function nextSteps({ name, entry }: Record): string[] {
    const { intent } = entry;
    switch (entry.phase) {
        case "claimed":
            return [`nothing; the next "pulumi up" goes on from here`];
        case "sending":
            return [
                `"pulumi up" looks at the account again`,
                `if CallFire's site shows the order: npx pulumi-callfire orders adopt ${intent} <order id>`,
                `if it shows that there is none: npx pulumi-callfire orders forget ${intent}`,
            ];
        case "placed":
            return [
                `"pulumi up" goes on waiting for it`,
                `if CallFire has given it up: npx pulumi-callfire orders forget ${intent}`,
            ];
        case "settled":
            return claimsOf(entry).length === 0
                ? [`nothing; the next "pulumi up" closes it`]
                : [
                      `the next "pulumi preview" or "pulumi up" closes it when the state has it, else "pulumi up" takes it in`,
                      `if its resource is gone: release the items at CallFire, then npx pulumi-callfire orders forget ${name}`,
                  ];
        case "closed":
            return [`nothing; it is kept so that no other resource takes these items over`];
    }
}

/** One entry as a few lines, the first of which stands alone. */
export function describeRecord(record: Record, now: Date): string[] {
    const { name, entry } = record;
    const acquired = listItems(entry.acquired ?? nothing);
    const released = entry.released ?? [];
    const row = (label: string, text: string | undefined): string[] =>
        text === undefined ? [] : [`    ${label.padEnd(9)} ${text}`];
    return [
        `${name}  ${describePhase(entry)}`,
        ...row("intent", entry.intent),
        ...row("resource", entry.urn),
        ...row("account", entry.account),
        ...row("order", entry.orderId),
        ...row("wanted", describeWants(entry.wants) || "not known yet"),
        ...row("acquired", acquired.length > 0 ? acquired.join(", ") : undefined),
        ...row("released", released.length > 0 ? released.join(", ") : undefined),
        ...row("age", `${describeAge(entry.claimedAt, now)}, changed ${describeAge(entry.changedAt, now)} ago`),
        ...nextSteps(record).flatMap((step, index) => row(index === 0 ? "next" : "", step)),
    ];
}

export function describeUnreadable({ name, reason }: Unreadable): string[] {
    return [
        `${name}  can't be used: ${reason}`,
        `    It blocks its resource, because it may stand for an order that was paid for.`,
        `    next      npx pulumi-callfire orders show ${name}`,
        `              when you know what became of its order: npx pulumi-callfire orders forget ${name}`,
    ];
}

/** `12 s`, `5 min`, `3 h`, `2 days` */
export function describeAge(since: string, now: Date): string {
    const seconds = Math.max(0, (now.getTime() - Date.parse(since)) / 1000);
    if (!Number.isFinite(seconds)) {
        return "an unknown time";
    }
    const [size, unit] = (
        [
            [172_800, "days"],
            [7_200, "h"],
            [120, "min"],
        ] as const
    ).find(([limit]) => seconds >= limit) ?? [0, "s"];
    const perUnit = { days: 86_400, h: 3_600, min: 60, s: 1 }[unit];
    return `${String(Math.floor(seconds / perUnit))} ${size === 0 ? "s" : unit}`;
}

/** Whether a resource may lack something, or CallFire may still do something, because of this entry. */
export function isPending({ entry }: Record, stateText: string | undefined): boolean {
    switch (entry.phase) {
        case "claimed":
        case "closed":
            return false;
        case "sending":
        case "placed":
            return true;
        case "settled":
            return claimsOf(entry).length > 0 && stateText?.includes(entry.intent) !== true;
    }
}
