import { namesHeld, type Held } from "../orders/held";
import type { Holder } from "../orders/session";
import type { Wants } from "../orders/items";
import type { Declared, Plan } from "./plan";
import type { CallOptions } from "./resource";

/** What another resource of this stack lists from now on, by name, with the URN of that resource: it moves there (decisions/0051). */
export type Moving = ReadonlyMap<string, string>;

export const nothingMoves: Moving = new Map();

type Onlooker = Pick<CallOptions, "session" | "owner">;

/**
 * Tells of what a resource holds what moves: another one lists it in the program, as far as that has been looked at, or holds and
 * lists it by the state.
 * @param declared what it lists itself stays
 */
export async function findMoving(declared: Declared, { session, owner }: Onlooker): Promise<(held: Held) => Moving> {
    if (session === undefined || owner === undefined) {
        return () => nothingMoves;
    }
    const own = [owner.urn, ...owner.aliases];
    const listed = [...(declared.numbers ?? []), ...(declared.keywords ?? [])];
    const holders = await owner.stack.holders();
    return (held) => {
        const holderListing = (name: string): Holder | undefined =>
            holders.find(
                ({ uid, isDeleted, listed }) => listed?.includes(name) === true && uid !== held.uid && !isDeleted,
            );
        const moving = namesHeld(held).flatMap((name): [string, string][] => {
            const urn = session.memory.listerOf(name) ?? holderListing(name)?.urn;
            return urn === undefined || own.includes(urn) || listed.includes(name) ? [] : [[name, urn]];
        });
        return new Map(moving);
    };
}

/** A plan without what moves: that leaves the resource, but nobody releases it. */
export function withoutMoving(plan: Plan, moving: Moving): Plan {
    const stays = (name: string): boolean => !moving.has(name);
    const { numbers, keywords } = plan.release;
    return { ...plan, release: { numbers: numbers.filter(stays), keywords: keywords.filter(stays) } };
}

/** `leaves 12065550101 to urn:...` */
export function describeMoving(moving: Moving): string[] {
    return [...moving].map(([name, urn]) => `leaves ${name} to ${urn}`);
}

/** The part of what is missing that other resources of the stack hold: it is not ordered, but moves here. */
export async function findArriving(
    missing: Wants,
    { uid }: Held,
    { owner }: Onlooker,
): Promise<{ readonly ordered: Wants; readonly words: readonly string[] }> {
    const others = ((await owner?.stack.holders()) ?? []).filter((other) => other.uid !== uid && !other.isDeleted);
    const words: string[] = [];
    const isElsewhere = (name: string): boolean => {
        const holder = others.find(({ names }) => names.includes(name));
        if (holder !== undefined) {
            words.push(`takes ${name} over from ${holder.urn}`);
        }
        return holder !== undefined;
    };
    const left = (names: readonly string[]): string[] => names.filter((name) => !isElsewhere(name));
    return { ordered: { ...missing, numbers: left(missing.numbers), keywords: left(missing.keywords) }, words };
}
