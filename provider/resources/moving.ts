import { namesHeld } from "../orders/held";
import type { Held } from "../orders/held";
import type { Owner, Session } from "../orders/session";
import type { Wants } from "../orders/items";
import type { Declared, Plan } from "./plan";

/** What another resource of this stack lists from now on, by name, with the URN of that resource: it moves there (decisions/0048). */
export type Moving = ReadonlyMap<string, string>;

export const nothingMoves: Moving = new Map();

interface Onlooker {
    readonly session: Session | undefined;
    readonly owner: Owner | undefined;
}

/** Of what a resource holds and does not list itself, what moves: another one lists it in the program, or holds and lists it by the state. */
export async function findMoving(held: Held, declared: Declared, { session, owner }: Onlooker): Promise<Moving> {
    if (session === undefined || owner === undefined) {
        return nothingMoves;
    }
    const own = [...(declared.numbers ?? []), ...(declared.keywords ?? [])];
    const others = (await owner.stack.holders()).filter(({ uid, isDeleted }) => uid !== held.uid && !isDeleted);
    const destinationOf = (name: string): string | undefined =>
        session.memory.listerOf(name) ?? others.find(({ listed = [] }) => listed.includes(name))?.urn;
    return new Map(
        namesHeld(held)
            .filter((name) => !own.includes(name))
            .flatMap((name): [string, string][] => {
                const urn = destinationOf(name);
                return urn === undefined || [owner.urn, ...owner.aliases].includes(urn) ? [] : [[name, urn]];
            }),
    );
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

/** Of what is missing, what other resources of the stack hold: it is not ordered, but moves here. */
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
