import type { LeaseInfo } from "../callfire/types";
import type { Entry } from "./entry";
import { NotTakenOver } from "./errors";
import type { Items } from "./items";
import { claimsOf } from "./journal";
import { takePicture } from "./picture";
import type { Picture } from "./picture";
import type { Session } from "./session";

/** Who else holds what: entries of one account by the numbers and keywords that they claim. */
export type Claims = ReadonlyMap<string, readonly Entry[]>;

export function claimsByItem(entries: readonly Entry[]): Claims {
    const claims = new Map<string, Entry[]>();
    for (const entry of entries) {
        for (const item of claimsOf(entry)) {
            claims.set(item, [...(claims.get(item) ?? []), entry]);
        }
    }
    return claims;
}

/** The lease of something the account owns; undefined when it does not own it. */
export function leaseOf(item: string, picture: Picture): LeaseInfo | undefined {
    return picture.numbers.get(item)?.lease ?? picture.keywords.get(item)?.lease;
}

/** When a lease ends, in words for people. */
export function endOf({ end }: LeaseInfo): string {
    return end ?? "at a date CallFire does not tell";
}

/** Why something owned can't be held by this resource; undefined when it can. */
export function whyNotHeld(item: string, lease: LeaseInfo, claims: Claims, urn: string): string | undefined {
    if (!lease.autoRenew) {
        return (
            `${item} is owned by the account but was released: its lease ends ${endOf(lease)}, ` +
            `and it can't be renewed through this API. Renew it at CallFire, or choose another`
        );
    }
    const holder = claims.get(item)?.find((entry) => entry.urn !== urn);
    return holder === undefined
        ? undefined
        : `${item} is held by ${holder.urn} (if that resource is gone: "npx pulumi-callfire orders forget ${holder.intent}")`;
}

/** Of the listed items, those that the account owns already and that may be held. @throws NotTakenOver naming the rest. */
export function judgeOwned(
    listed: readonly string[],
    picture: Picture,
    claims: Claims,
    { urn, adoptOwned }: { urn: string; adoptOwned: boolean },
): Items {
    const problems: string[] = [];
    const taken: string[] = [];
    for (const item of listed) {
        const lease = leaseOf(item, picture);
        if (lease === undefined) {
            continue;
        }
        const problem = whyNotHeld(item, lease, claims, urn);
        // An earlier life of this same resource held it: a replacement goes on holding it.
        const isOurs = claims.has(item);
        if (problem !== undefined) {
            problems.push(problem);
        } else if (adoptOwned || isOurs) {
            taken.push(item);
        } else {
            problems.push(`the account owns ${item} already; set adoptOwned: true to take it over`);
        }
    }
    if (problems.length > 0) {
        throw new NotTakenOver(`Nothing was ordered: ${problems.join("; ")}.`);
    }
    return {
        localNumbers: taken.filter((item) => picture.numbers.get(item)?.tollFree === false),
        tollFreeNumbers: taken.filter((item) => picture.numbers.get(item)?.tollFree === true),
        keywords: taken.filter((item) => picture.keywords.has(item)),
    };
}

/** What an entry brought that the account no longer renews. */
export async function findLapsed(
    entry: Entry,
    session: Session,
    signal: AbortSignal,
): Promise<readonly { readonly item: string; readonly why: string }[]> {
    const items = claimsOf(entry);
    const keywords = new Set(entry.acquired?.keywords);
    const lists = {
        numbers: items.some((item) => !keywords.has(item)),
        keywords: items.some((item) => keywords.has(item)),
    };
    const picture = await takePicture(session.client, lists, signal);
    const lapsed: { item: string; why: string }[] = [];
    for (const item of items) {
        // A list that leaves a number out is not enough.
        const lease =
            leaseOf(item, picture) ??
            (keywords.has(item) ? undefined : (await session.client.getNumber(item, signal))?.lease);
        if (lease === undefined) {
            lapsed.push({ item, why: `${item} is no longer owned` });
        } else if (!lease.autoRenew) {
            lapsed.push({ item, why: `${item} was released, and its lease ends ${endOf(lease)}` });
        }
    }
    return lapsed;
}
