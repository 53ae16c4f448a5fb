import type { Attempt, Before, Had } from "../orders/attempt";
import { findTexts, isSealed, unsealIn } from "../orders/seal";
import type { Operation } from "../orders/session";
import { kindOf } from "../stack/address";
import { heldProperty, withoutEmpty } from "../stack/heldMark";
import { compareInputs, textsOf } from "./inputs";
import type { CallOptions, CheckOptions, Declaration, Properties } from "./resource";
import { isOver, readUidMark, type UidMark } from "./uidMark";

// What numbers were like before a resource changed them. Check notes it in the hidden input, so that the engine has stored it before
// the first number is changed: a run that is interrupted would otherwise take its own changes for what was there before
// (decisions/0048).

/** What resources that change many numbers keep. */
export interface NumbersMark extends UidMark {
    readonly before?: readonly Before[];
    /** Of the declared numbers, those that are still to be done. */
    readonly pending?: readonly string[];
    /** An update was interrupted since: nobody knows which numbers it has reached, and what it has told them. */
    readonly interrupted?: true;
}

export function readNumbersMark(state: Properties | undefined): NumbersMark {
    return readUidMark(state);
}

/**
 * Which declared numbers join, and whether anything changes. Each change is an attempt of its own: the state of one that is interrupted
 * tells that the numbers may do as it declared.
 */
export async function compareNumbers(
    declaration: Declaration,
    olds: Properties | undefined,
    inputs: Properties,
    options: CheckOptions,
): Promise<{ readonly joining: readonly string[]; readonly isChanged: boolean }> {
    const known = beforesOf(readNumbersMark(await options.outputs()).before);
    const joining = textsOf(inputs["numbers"]).filter((number) => !known.has(number));
    const changes = Object.keys(compareInputs(declaration, olds ?? {}, inputs));
    return { joining, isChanged: joining.length + changes.length > 0 };
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

type Interrupted = Pick<Operation, "earlier"> & { readonly attempt?: Attempt | undefined };

/**
 * The state with what interrupted runs have noted since, the oldest first: whatever tells of the state begins here. Attempts that are
 * over have told the state: what they name besides has left since. Those of another uid are of a replacement.
 */
export function withInterrupted(state: Properties, { earlier, attempt }: Interrupted): Properties {
    const mark = readNumbersMark(state);
    const uid = mark.uid === "" ? attempt?.uid : mark.uid;
    const open = earlier.filter((one) => one.uid === uid && !isOver(one, mark));
    const before = groupBefores(firstOf([mark, ...open]));
    return open.length === 0 ? state : { ...state, [heldProperty]: { ...mark, before, interrupted: true } };
}

/**
 * What numbers had before another resource of the stack changed them, or the one that is replaced: what they are like now is our own
 * doing. That resource hands them over, and what it knows is gone with it.
 * @param inputs what is declared here: numbers of a label join from resources of that label, others from those that have none
 */
export async function handedOver(
    numbers: readonly string[],
    inputs: Properties,
    { session, owner }: CallOptions,
): Promise<Befores> {
    if (numbers.length === 0 || session === undefined || owner === undefined) {
        return new Map();
    }
    const states = (await owner.stack.states()).filter(
        ({ outputs }) => outputs["label"] === inputs["label"] && outputs["account"] === session.account,
    );
    const known = states.flatMap((sealed) => {
        const { outputs, earlier } = unsealIn(sealed, findTexts(inputs), session.seal);
        return [...knownBefores(withInterrupted(outputs, { earlier }))];
    });
    // What is secret there and not declared here can't be given back: it is only a seal.
    return new Map(known.filter(([number, had]) => numbers.includes(number) && !findTexts(had).some(isSealed)));
}

/**
 * Of numbers that leave, those that are another resource's by its state, which this run has not come to yet: until its check says
 * otherwise they stay as they are. An earlier run has moved them there, and has not seen to its end what they leave.
 */
export async function keptElsewhere(
    leaving: readonly string[],
    state: Properties,
    { session, owner }: Pick<CallOptions, "session" | "owner">,
): Promise<ReadonlySet<string>> {
    if (leaving.length === 0 || session === undefined || owner === undefined) {
        return new Set();
    }
    const own = [owner.urn, ...owner.aliases];
    const others = (await owner.stack.states()).filter(
        ({ urn, outputs }) =>
            !own.includes(urn) &&
            kindOf(urn) === kindOf(owner.urn) &&
            outputs["label"] === state["label"] &&
            outputs["account"] === session.account &&
            !session.memory.hasListed(urn),
    );
    const theirs = others.flatMap(({ outputs }) => {
        const opened = unsealIn(outputs, leaving, session.seal);
        // Where its numbers are encrypted, what they had tells which they are.
        return Array.isArray(opened["numbers"]) ? textsOf(opened["numbers"]) : [...knownBefores(opened).keys()];
    });
    return new Set(leaving.filter((number) => theirs.includes(number)));
}

/** Why numbers are changed again that are as declared, by the state. */
export function sayInterrupted(state: Properties): string[] {
    return readNumbersMark(state).interrupted
        ? ["an update was interrupted: nobody knows which numbers it has reached"]
        : [];
}

/** By the state, interrupted runs included, and last by what this run saw. A secret number that is declared no more is only a seal. */
export function knownBefores(state: Properties, attempt?: Attempt): Befores {
    const mark = readNumbersMark(state);
    const befores = firstOf(attempt === undefined || isOver(attempt, mark) ? [mark] : [mark, attempt]);
    return new Map([...befores].filter(([number]) => !isSealed(number)));
}

function firstOf(tellers: readonly { readonly before?: readonly Before[] }[]): Befores {
    const known = new Map<string, Had>();
    for (const [number, had] of tellers.flatMap(({ before }) => [...beforesOf(before)])) {
        if (!known.has(number)) {
            known.set(number, had);
        }
    }
    return known;
}
