import type { Attempt, Before, Had } from "../orders/attempt";
import { isSealed } from "../orders/seal";
import type { Operation } from "../orders/session";
import { heldProperty, withoutEmpty } from "../stack/heldMark";
import type { Properties } from "./resource";
import { readUidMark } from "./uidMark";
import type { UidMark } from "./uidMark";

// What numbers were like before a resource changed them. Check notes it in the hidden input, so that the engine has stored it before
// the first number is changed: a run that is interrupted would otherwise take its own changes for what was there before
// (decisions/0048).

/** What resources that change many numbers keep. */
export interface NumbersMark extends UidMark {
    readonly before?: readonly Before[];
    /** Of the declared numbers, those that are still to be done. */
    readonly pending?: readonly string[];
}

/** The state of a resource that changes many numbers; of its mark without what is empty. */
export function numbersState(
    news: Properties,
    befores: Befores,
    mark: NumbersMark,
    { session }: Operation,
): Properties {
    const kept = withoutEmpty({ ...mark, before: groupBefores(befores) });
    return { ...news, account: session.account, [heldProperty]: kept };
}

export type Befores = ReadonlyMap<string, Had>;

export function beforesOf(groups: readonly Before[] = []): Befores {
    return new Map(groups.flatMap(({ numbers, had }) => numbers.map((number) => [number, had] as const)));
}

/** One group for all numbers that were alike: of a hundred new ones all are. */
export function groupBefores(befores: Iterable<readonly [string, Had]>): Before[] {
    const groups = new Map<string, { numbers: string[]; had: Had }>();
    for (const [number, had] of befores) {
        const key = JSON.stringify(had);
        const group = groups.get(key) ?? { numbers: [], had };
        group.numbers.push(number);
        groups.set(key, group);
    }
    return [...groups.values()];
}

/**
 * By the state, then by interrupted runs, the oldest first, and last by what this run saw. Attempts that are over have told the
 * state: what they name besides has left since.
 */
export function knownBefores(
    state: Properties,
    { earlier = [], attempt }: { readonly earlier?: readonly Attempt[]; readonly attempt?: Attempt | undefined },
): Befores {
    const mark = readUidMark(state) as NumbersMark;
    const over = [mark.attempt, ...(mark.resolved ?? [])];
    const open = [...earlier, ...(attempt === undefined ? [] : [attempt])].filter(({ id }) => !over.includes(id));
    const known = new Map<string, Had>();
    for (const [number, had] of [mark, ...open].flatMap(({ before }) => [...beforesOf(before)])) {
        // A secret number that is declared no more is only a seal.
        if (!known.has(number) && !isSealed(number)) {
            known.set(number, had);
        }
    }
    return known;
}
