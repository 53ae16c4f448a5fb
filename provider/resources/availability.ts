import { maxResults } from "../callfire/calls";
import { describeHolder, findReplaced, holdersAmong, type Holders, type OtherHolder } from "../orders/holders";
import { isNumber, isTollFree } from "../orders/items";
import type { LeaseInfo } from "../callfire/types";
import { namesAsked } from "../orders/journal/entry";
import { isOpen } from "../orders/journal/journal";
import { describeReleased, findOwned } from "../orders/ownership";
import type { Owner, Session } from "../orders/session";
import { messageOf } from "../orders/thrown";
import { namesOfEarlier } from "./covered";
import { entriesAtStart } from "./entries";
import type { ListItem } from "./inputs";
import type { CallOptions, CheckFailure, CheckOptions, Properties } from "./resource";

/**
 * What can't be had, by name, before anything is bought. Nothing that the old state or an attempt of unknown end covers is
 * questioned: otherwise an interrupted order could never be resumed. When CallFire can't be reached the inputs pass, with a warning
 * (decisions/0021).
 * @param before what the resource has listed already: of it only who owns it is questioned, and only where it is not covered
 * @returns also those listed names that the account owns
 */
export async function checkAvailability(
    listed: readonly ListItem[],
    { covered, before }: { readonly covered: readonly string[]; readonly before: readonly string[] },
    adoptOwned: boolean,
    options: CheckOptions,
): Promise<{ failures: CheckFailure[]; owned: string[] }> {
    const { session, owner } = options;
    if (session === undefined || owner === undefined) {
        return { failures: [], owned: [] };
    }
    const twice = listed.flatMap(({ item, property }) => {
        const other = session.memory.noteListing(item, owner.urn);
        return other === undefined ? [] : [{ property, reason: `${item} is listed by ${other} too` }];
    });
    const uncovered = listed.filter(({ item }) => !covered.includes(item));
    // What earlier runs have left is read only for what is new: most previews change nothing.
    const earlier = uncovered.length === 0 ? [] : await namesOfEarlier(session, owner, options);
    const questioned = uncovered.filter(({ item }) => !earlier.includes(item));
    if (questioned.length === 0) {
        return { failures: twice, owned: [] };
    }
    try {
        const { failures, owned, unowned } = await judgeOwned(questioned, adoptOwned, session, owner, options);
        const asked = unowned.filter(({ item }) => !before.includes(item));
        return { failures: [...twice, ...failures, ...(await findNotForSale(asked, session, options.signal))], owned };
    } catch (error) {
        options.warn(
            `What is listed could not be looked up, so this preview does not say whether it can be had: ` +
                messageOf(error),
        );
        return { failures: twice, owned: [] };
    }
}

async function judgeOwned(
    listed: readonly ListItem[],
    adoptOwned: boolean,
    session: Session,
    owner: Owner,
    { signal, deletesBeforeReplace }: CheckOptions,
): Promise<{ failures: CheckFailure[]; owned: string[]; unowned: ListItem[] }> {
    const found = await findOwned(
        listed.map(({ item }) => item),
        session,
        signal,
    );
    const [holders, buyers, replaced] =
        found.size === 0
            ? [new Map<string, OtherHolder>(), new Map<string, string>(), new Set<string>()]
            : [
                  await findHoldersAtStart(session, owner),
                  await findBuyers(session, owner),
                  await findReplaced(owner, session),
              ];
    const ours = [owner.urn, ...owner.aliases];
    const failures = listed.flatMap(({ item, property }): CheckFailure[] => {
        const reason = whyNotOurs(item, found.get(item)?.lease);
        return reason === undefined ? [] : [{ property, reason }];
    });
    return { failures, owned: [...found.keys()], unowned: listed.filter(({ item }) => !found.has(item)) };

    function whyNotOurs(item: string, lease: LeaseInfo | undefined): string | undefined {
        const holder = holders.get(item);
        const buyer = buyers.get(item);
        if (lease === undefined) {
            return undefined;
        }
        if (!lease.autoRenew) {
            return `the account owns ${item}, but it was released: ${describeReleased(lease, session.account)}`;
        }
        if (holder?.isInStack === false) {
            return describeHolder(item, holder);
        }
        if (holder !== undefined && !ours.includes(holder.urn)) {
            return adoptOwned ? undefined : `${item} is held by ${holder.urn}; set adoptOwned: true to move it here`;
        }
        if (holder !== undefined) {
            return deletesBeforeReplace === true
                ? `${item} would be released before its replacement comes, and can't be had again: remove deleteBeforeReplace`
                : undefined;
        }
        if (adoptOwned || replaced.has(item)) {
            return undefined;
        }
        return buyer === undefined
            ? `the account owns ${item} already; set adoptOwned: true to adopt it`
            : `an interrupted run has bought ${item} for ${buyer}. If that resource has another name now, say so with the option aliases; ` +
                  `if it is gone, set adoptOwned: true to adopt what it bought`;
    }
}

/** What interrupted runs have ordered for others: for this stack by the engine's state, and by what is open in the journal. */
async function findBuyers(session: Session, { stack }: Owner): Promise<ReadonlyMap<string, string>> {
    const open = (await entriesAtStart(session)).filter(isOpen);
    return new Map([
        ...open.flatMap((entry) => namesAsked(entry).map((name) => [name, entry.urn] as const)),
        ...(await stack.asked()),
    ]);
}

/** Everybody who holds something, by the journal as it was when the run began. */
export async function findHoldersAtStart(session: Session, owner: Owner, besides?: string): Promise<Holders> {
    const entries = (await entriesAtStart(session)).filter(({ account }) => account === session.account);
    return holdersAmong(entries, besides, owner, session);
}

async function findNotForSale(
    unowned: readonly ListItem[],
    session: Session,
    signal: AbortSignal,
): Promise<CheckFailure[]> {
    const gone = new Set<string>();
    const names = unowned.map(({ item }) => item);
    const keywords = names.filter((name) => !isNumber(name));
    if (keywords.length > 0) {
        const forSale = (await session.client.searchKeywords(keywords, signal)).map((word) => word.toUpperCase());
        keywords.filter((keyword) => !forSale.includes(keyword)).forEach((keyword) => gone.add(keyword));
    }
    const numbers = names.filter(isNumber);
    for (const prefix of new Set(numbers.map((number) => number.slice(0, 7)))) {
        const tollFree = isTollFree(prefix) && ({ tollFree: true } as const);
        const query = { count: maxResults, region: { prefix }, ...tollFree };
        const found = (await session.client.searchNumbers(query, signal)).map(({ number }) => number);
        // An answer that is not full is complete.
        if (found.length > 0 && found.length < maxResults) {
            numbers
                .filter((number) => number.startsWith(prefix) && !found.includes(number))
                .forEach((number) => gone.add(number));
        }
    }
    return unowned
        .filter(({ item }) => gone.has(item))
        .map(({ item, property }) => ({ property, reason: `${item} is not for sale` }));
}

/** No other resource of the program adopts the same order. */
export function checkOrderId({ adoptOrderId: id }: Properties, { session, owner }: CallOptions): CheckFailure[] {
    const other = typeof id === "string" && owner && session?.memory.noteListing(`order ${id}`, owner.urn);
    return other ? [{ property: "adoptOrderId", reason: `order ${id} is adopted by ${other} too` }] : [];
}
