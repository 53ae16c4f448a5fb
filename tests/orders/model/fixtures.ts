import type { OwnedKeyword, OwnedNumber } from "../../../provider/callfire/types";
import type { Attempt } from "../../../provider/orders/attempt";
import type { Goal } from "../../../provider/orders/goal";
import { holdNothing } from "../../../provider/orders/held";
import type { Held } from "../../../provider/orders/held";
import { noPicks, noWants } from "../../../provider/orders/items";
import type { Wants } from "../../../provider/orders/items";
import type { Entry } from "../../../provider/orders/journal/entry";

export const account = "www.callfire.com/acme";
export const uid = "uid-of-support";
export const stackId = { name: "organization/shop/dev", backend: "file:///state" };
export const seattle = { city: "SEATTLE", state: "WA" };

export const urnOf = (name: string): string => `urn:pulumi:dev::shop::callfire:index:NumberOrder::${name}`;

export const wantsOf = (wants: Partial<Wants>): Wants => ({ ...noWants, ...wants });

/** An attempt at two local numbers of a region, with two spares. */
export function attemptOf(changes: Partial<Attempt> = {}): Attempt {
    return {
        id: "attempt",
        uid,
        day: "2026-11-23",
        wants: wantsOf({ local: { count: 2, region: seattle } }),
        picks: { local: ["12065550101", "12065550102", "12065550103", "12065550104"], tollFree: [] },
        owned: [],
        ...changes,
    };
}

/** An attempt at listed names. */
export function attemptAt(...numbers: string[]): Attempt {
    return attemptOf({ wants: wantsOf({ numbers }), picks: noPicks });
}

export function heldOf(changes: Partial<Held> = {}): Held {
    return { ...holdNothing(uid), ...changes };
}

/** An entry whose order was sent, and whose answer is lost. */
export function entryOf(changes: Partial<Entry> = {}): Entry {
    return {
        version: 2,
        intent: "intent",
        phase: "sending",
        stack: stackId,
        urn: urnOf("support"),
        uid,
        attempt: "attempt",
        account,
        wants: wantsOf({ local: { count: 2, region: seattle } }),
        picks: { local: ["12065550101", "12065550102"], tollFree: [] },
        reservedAt: "2026-11-23T12:00:00.000Z",
        changedAt: "2026-11-23T12:00:00.000Z",
        process: "1 on here",
        ...changes,
    };
}

/** A goal that wants these names, and nothing else. */
export function goalOf(names: readonly string[], changes: Partial<Goal> = {}): Goal {
    return {
        missing: (held) => wantsOf({ numbers: names.filter((name) => !held.numbers.includes(name)) }),
        surplus: (held) => held.numbers.filter((name) => !names.includes(name)),
        adoptOwned: false,
        allowPartial: false,
        isDeletion: false,
        ...changes,
    };
}

export function ownedNumber(number: string, lease: Partial<OwnedNumber["lease"]> = {}): OwnedNumber {
    return {
        number,
        tollFree: false,
        region: seattle,
        status: "ACTIVE",
        lease: { autoRenew: true, begin: "2026-11-23Z", end: "2026-12-22Z", ...lease },
    };
}

export function ownedKeyword(keyword: string, lease: Partial<OwnedKeyword["lease"]> = {}): OwnedKeyword {
    return { keyword, shortCode: "67076", status: "ACTIVE", lease: { autoRenew: true, end: "2026-12-22Z", ...lease } };
}

/** The same without names of its bulk numbers: ordered by count. */
export function byCount<Ordered extends { readonly picks?: Entry["picks"] }>(ordered: Ordered): Omit<Ordered, "picks"> {
    const copy: { picks?: Entry["picks"] } & Omit<Ordered, "picks"> = { ...ordered };
    delete copy.picks;
    return copy;
}
