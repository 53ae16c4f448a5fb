import type { Entry } from "../orders/entry";
import { claimsOf } from "../orders/journal";
import { claimsByItem, leaseOf, whyNotHeld } from "../orders/takeOver";
import { noteListing, recordsOfEarlierRuns, sharedPicture } from "./account";
import type { CheckFailure, Surroundings } from "./resource";

/** An item of a list, and where it stands in the inputs. */
export interface Listed {
    readonly item: string;
    readonly kind: "number" | "keyword";
    readonly property: string;
}

/** As many as CallFire may answer with; an answer that is not full is complete. */
const searchCount = 1000;

/**
 * What can't be had, by name, before anything is bought. Nothing that an open entry or the old state covers is questioned:
 * otherwise an interrupted order could never be resumed. When CallFire can't be reached the inputs pass, with a warning.
 */
export async function checkAvailability(
    listed: readonly Listed[],
    covered: readonly string[],
    adoptOwned: boolean,
    around: Surroundings,
): Promise<CheckFailure[]> {
    const { session, owner, signal } = around;
    if (session === undefined || owner === undefined) {
        return [];
    }
    const failures: CheckFailure[] = [];
    const twice = listed.flatMap(({ item, property }) => {
        const other = noteListing(session, item, owner.urn);
        return other === undefined ? [] : [{ property, reason: `${item} is listed by ${other} too` }];
    });
    const entries = (await recordsOfEarlierRuns(session)).map(({ entry }) => entry);
    const ours = entries.filter((entry) => [owner.urn, ...owner.aliases].includes(entry.urn));
    const known = new Set([
        ...covered,
        ...ours
            .filter(isOpen)
            .flatMap(({ wants, acquired }) => [
                ...wants.numbers,
                ...wants.keywords,
                ...(acquired?.localNumbers ?? []),
                ...(acquired?.tollFreeNumbers ?? []),
                ...(acquired?.keywords ?? []),
            ]),
    ]);
    const questioned = listed.filter(({ item }) => !known.has(item));
    if (questioned.length === 0) {
        return twice;
    }
    try {
        const picture = await sharedPicture(session);
        const claims = claimsByItem(entries.filter(({ account }) => account === session.account));
        const held = new Set(ours.flatMap(claimsOf));
        const unowned: Listed[] = [];
        for (const one of questioned) {
            const lease = leaseOf(one.item, picture);
            if (lease === undefined) {
                unowned.push(one);
                continue;
            }
            if (held.has(one.item) && lease.autoRenew) {
                continue;
            }
            const reason =
                whyNotHeld(one.item, lease, claims, owner.urn) ??
                (adoptOwned ? undefined : `the account owns ${one.item} already; set adoptOwned: true to take it over`);
            if (reason !== undefined) {
                failures.push({ property: one.property, reason });
            }
        }
        failures.push(...(await findNotForSale(unowned)));
    } catch (error) {
        around.warn(
            `What is listed could not be looked up, so this preview does not say whether it can be had: ` +
                (error instanceof Error ? error.message : String(error)),
        );
    }
    return [...twice, ...failures];

    async function findNotForSale(unowned: readonly Listed[]): Promise<CheckFailure[]> {
        const gone = new Set<string>();
        const keywords = unowned.filter(({ kind }) => kind === "keyword").map(({ item }) => item);
        if (keywords.length > 0 && session !== undefined) {
            const forSale = (await session.client.searchKeywords(keywords, signal)).map((word) => word.toUpperCase());
            keywords.filter((keyword) => !forSale.includes(keyword)).forEach((keyword) => gone.add(keyword));
        }
        const numbers = unowned.filter(({ kind }) => kind === "number").map(({ item }) => item);
        for (const prefix of new Set(numbers.map((number) => number.slice(0, 7)))) {
            const found = await session?.client.searchNumbers(
                {
                    count: searchCount,
                    region: { prefix },
                    ...(isTollFree(prefix) && { tollFree: true }),
                },
                signal,
            );
            if (found !== undefined && found.length > 0 && found.length < searchCount) {
                numbers
                    .filter((number) => number.startsWith(prefix) && !found.includes(number))
                    .forEach((number) => gone.add(number));
            }
        }
        return unowned
            .filter(({ item }) => gone.has(item))
            .map(({ item, property }) => ({ property, reason: `${item} is not for sale` }));
    }
}

/** What a closed entry brought may be gone since. */
function isOpen({ phase }: Entry): boolean {
    return phase !== "closed";
}

function isTollFree(number: string): boolean {
    return /^1(8(00|33|44|55|66|77|88))/.test(number);
}
