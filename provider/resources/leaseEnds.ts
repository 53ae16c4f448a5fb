import { endOf, findOwned } from "../orders/ownership";
import type { CallOptions } from "./resource";
import { namesReleased, type Plan } from "./plan";

/**
 * What a release means, in words: until when the numbers and keywords stay in the account. Empty where nothing is released, or
 * where CallFire can't be asked: a preview says the rest all the same.
 */
export async function describeLeaseEnds(plan: Plan, { session, signal }: CallOptions): Promise<string> {
    const names = namesReleased(plan);
    if (names.length === 0 || session === undefined) {
        return "";
    }
    const owned = await findOwned(names, session, signal).catch(() => undefined);
    const ends = names.flatMap((name) => owned?.get(name)?.lease ?? []).map(endOf);
    const [first, ...others] = [...new Set(ends)].sort();
    if (first === undefined) {
        return "";
    }
    const last = others.at(-1);
    const until = last === undefined ? first : `${first} to ${last}, each its own`;
    return ` (leased until ${until}; a release can't be undone through this API)`;
}
