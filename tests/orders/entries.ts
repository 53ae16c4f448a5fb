import { orderId } from "../../provider/callfire/types";
import type { OwnedKeyword, OwnedNumber, Region } from "../../provider/callfire/types";
import type { Entry } from "../../provider/orders/entry";
import type { Wants } from "../../provider/orders/items";
import type { Picture } from "../../provider/orders/picture";

export const account = "www.callfire.com/acme";

export const urnOf = (name: string): string => `urn:pulumi:dev::shop::callfire:index:NumberOrder::${name}`;

export const wantsOf = (wants: Partial<Wants>): Wants => ({ numbers: [], keywords: [], tollFree: 0, ...wants });

/** An entry that was sent and whose answer was lost, before which the account owned nothing. */
export function entryOf(changes: Partial<Entry> = {}): Entry {
    return {
        version: 1,
        intent: "1d2c3b4a",
        phase: "sending",
        organization: "organization",
        urn: urnOf("support"),
        life: "life",
        account,
        wants: wantsOf({}),
        ownedBefore: [],
        claimedAt: "2026-11-23T12:00:00.000Z",
        changedAt: "2026-11-23T12:00:01.000Z",
        process: "1 on here",
        ...changes,
    };
}

export const seattle: Region = { city: "Seattle", state: "WA" };

export function owned(number: string, changes: Partial<OwnedNumber> & { autoRenew?: boolean } = {}): OwnedNumber {
    const { autoRenew = true, ...rest } = changes;
    const tollFree = number.startsWith("18");
    return {
        number,
        tollFree,
        region: tollFree ? {} : { prefix: number.slice(0, 7), city: "SEATTLE", state: "WA" },
        status: "ACTIVE",
        lease: { autoRenew, end: "2026-12-22Z" },
        ...rest,
    };
}

export function ownedWord(keyword: string, autoRenew = true): OwnedKeyword {
    return { keyword, shortCode: "67076", status: "ACTIVE", lease: { autoRenew, end: "2026-12-22Z" } };
}

export function pictureOf(numbers: readonly OwnedNumber[], keywords: readonly OwnedKeyword[] = []): Picture {
    return {
        numbers: new Map(numbers.map((number) => [number.number, number])),
        keywords: new Map(keywords.map((keyword) => [keyword.keyword, keyword])),
    };
}

export const anOrderId = orderId("1428507003");
