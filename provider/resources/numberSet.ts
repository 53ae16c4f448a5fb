import { withDeadline } from "../orders/deadline";
import type { Operation, Outcome } from "../orders/session";
import { assertAccount, assertAccountOfEarlier } from "./account";
import { newId, nextAttempt } from "./attempts";
import { hasUnknown, readInputs } from "./check";
import { everyNumber } from "./everyNumber";
import { compareInputs, itemsIn, noChange, textsOf } from "./inputs";
import {
    compareNumbers,
    groupBefores,
    keptElsewhere,
    knownBefores,
    numbersState,
    readNumbersMark,
    withInterrupted,
    type Befores,
    type NumbersMark,
} from "./numbersBefore";
import { PartialFailure, unknownValue } from "./resource";
import type {
    CallOptions,
    Checked,
    CheckFailure,
    CheckOptions,
    Declaration,
    Difference,
    DiffOptions,
    Found,
    Properties,
    Resource,
} from "./resource";
import { draftWithoutOrder, settledMark } from "./uidMark";

/** What is done to all numbers of a set alike, and undone to those that leave it. */
export interface NumberSet {
    readonly token: string;
    readonly declaration: Declaration;
    /** What a number is afterwards, for people: `labelled`. */
    readonly joined: string;
    readonly left: string;
    /** The id of a new one. */
    idOf(operation: Operation): string;
    /** What is wrong with inputs each of which is right by itself. */
    refuse(inputs: Properties): CheckFailure[];
    /** What no two resources of a program may do to one number: `labelled support`. Undefined while that is not known. */
    claimOf(inputs: Properties): string | undefined;
    /** What numbers that join were like before; whatever prevents that is told, and the look is done once more by the update. */
    lookBefore(numbers: readonly string[], inputs: Properties, options: CheckOptions): Promise<Befores>;
    look(numbers: readonly string[], inputs: Properties, operation: Operation): Promise<Befores>;
    /** What an update does, in words. */
    describe(plan: NumbersPlan, change: NumbersChange): string[];
    join(number: string, change: NumbersChange, operation: Operation): Promise<void>;
    leave(number: string, change: NumbersChange, operation: Operation): Promise<void>;
    /** What can't be undone of numbers that a deletion leaves. */
    describeKept?(numbers: readonly string[], state: Properties, befores: Befores): string[];
    /** What the state remembers of the one before for as long as not all numbers are done. */
    unsettled?(olds: Properties): Partial<NumbersMark>;
    /** Which of these numbers are not as the state declares; tells them. Undefined where there is none of all its numbers any more. */
    findDrift(
        numbers: readonly string[],
        state: Properties,
        operation: Operation,
    ): Promise<readonly string[] | undefined>;
    readImport(
        id: string,
        operation: Operation,
    ): Promise<{ readonly id: string; readonly inputs: Properties & { readonly numbers: readonly string[] } }>;
}

/** From which state to which declaration, and what the numbers had before either. */
export interface NumbersChange {
    readonly olds: Properties;
    readonly news: Properties;
    readonly befores: Befores;
}

export interface NumbersPlan {
    /** Numbers that join, or that are told anew. */
    readonly joining: readonly string[];
    readonly leaving: readonly string[];
}

export function numberSetResource(set: NumberSet): Resource {
    const { token, declaration } = set;
    return {
        token,
        declaration,
        check: (news, olds, options) => check(set, news, olds, options),
        diff: (_id, state, news, options) => diff(set, state, news, options),
        async create(news, operation) {
            const id = set.idOf(operation);
            return { id, state: await bring(set, id, {}, news, operation) };
        },
        empty: (inputs, operation) => ({ id: set.idOf(operation), state: emptyState(inputs, operation) }),
        read: (id, olds, inputs, operation) => read(set, id, olds, inputs, operation),
        update: (id, olds, news, operation) => bring(set, id, olds, news, operation),
        delete: (_id, state, operation) => remove(set, state, operation),
    };
}

/** Refuses what can't be meant, by property; notes what the numbers that join are like now, so that they can get it back. */
async function check(
    set: NumberSet,
    news: Properties,
    olds: Properties | undefined,
    options: CheckOptions,
): Promise<Checked> {
    const { inputs, failures } = readInputs(news, set.declaration.inputs);
    failures.push(...(failures.length > 0 ? [] : [...set.refuse(inputs), ...refuseShared(set, inputs, options)]));
    if (failures.length > 0) {
        return { inputs, failures };
    }
    await assertAccountOfEarlier(options);
    if (hasUnknown(inputs)) {
        return { inputs, failures, attempt: unknownValue };
    }
    const { joining, isChanged } = await compareNumbers(set.declaration, olds, inputs, options);
    const befores = await set.lookBefore(joining, inputs, options);
    const attempt = await nextAttempt(draftWithoutOrder(isChanged), options);
    if (attempt === undefined || attempt === unknownValue || attempt === options.previous) {
        return { inputs, failures, ...(attempt !== undefined && { attempt }) };
    }
    return { inputs, failures, attempt: { ...attempt, before: groupBefores(befores) } };
}

/** Two resources that do the same to one number would undo each other for ever. */
function refuseShared(set: NumberSet, inputs: Properties, { session, owner }: CallOptions): CheckFailure[] {
    const claim = set.claimOf(inputs);
    return itemsIn(inputs, "numbers").flatMap(({ item, property }) => {
        const fact = `${item} is ${claim ?? ""}`;
        const other = claim && owner && session?.memory.noteListing(fact, owner.urn);
        return other ? [{ property, reason: `${fact} by ${other} too` }] : [];
    });
}

/** Pure, so that preview and update can't disagree. The state's `numbers` are those that do as it declares. */
function planFor({ declaration }: NumberSet, { olds, news, befores }: NumbersChange): NumbersPlan {
    const { numbers: _numbers, ...others } = compareInputs(declaration, olds, news);
    const { pending = [], interrupted = false } = readNumbersMark(olds);
    const [before, numbers] = [textsOf(olds["numbers"]), textsOf(news["numbers"])];
    const isDone = (number: string): boolean => before.includes(number) && !pending.includes(number);
    return {
        joining: interrupted || Object.keys(others).length > 0 ? numbers : numbers.filter((number) => !isDone(number)),
        leaving: [...befores.keys()].filter((number) => !numbers.includes(number)),
    };
}

async function diff(set: NumberSet, state: Properties, news: Properties, options: DiffOptions): Promise<Difference> {
    assertAccount(state["account"], options.session);
    const { attempt } = options;
    const olds = withInterrupted(state, { earlier: (await options.earlier()).own, attempt });
    const details = compareInputs(set.declaration, olds, news);
    const change = { olds, news, befores: knownBefores(olds, attempt) };
    const plan = planFor(set, change);
    const changed = Object.keys(details);
    if (changed.length + plan.joining.length + plan.leaving.length === 0) {
        return noChange;
    }
    const replaces = changed.filter((name) => set.declaration.inputs[name]?.replaces === true);
    const kept = await keptElsewhere(plan.leaving, olds, options);
    const told = { ...plan, leaving: plan.leaving.filter((number) => !kept.has(number)) };
    const words = replaces.length > 0 ? [] : set.describe(told, change);
    return {
        ...noChange,
        changes: true,
        replaces,
        details: changed.length === 0 ? { numbers: "update" } : details,
        stables: replaces.length > 0 ? [] : ["account"],
        ...(words.length > 0 && { summary: words.join("; ") }),
    };
}

/** Does it to those that join or differ, and when all are done gives back what those had that leave. */
async function bring(
    set: NumberSet,
    id: string,
    before: Properties,
    news: Properties,
    interruptible: Operation,
): Promise<Properties> {
    assertAccount(before["account"], interruptible.session);
    const { operation, end } = withDeadline(interruptible);
    try {
        const olds = withInterrupted({ ...fixedInputs(set, news), ...before }, operation);
        const known = knownBefores(olds, operation.attempt);
        const unknown = textsOf(news["numbers"]).filter((number) => !known.has(number));
        const befores = new Map([...known, ...(await set.look(unknown, news, operation))]);
        const change = { olds, news, befores };
        const plan = planFor(set, change);
        const elsewhere = await keptElsewhere(plan.leaving, olds, operation);
        const joined = await everyNumber(plan.joining, set.joined, operation, (number) =>
            set.join(number, change, operation),
        );
        const left: Outcome<readonly string[]> =
            joined.problem === undefined
                ? await leaveAll(set, plan.leaving, change, operation, elsewhere)
                : { value: [], problem: joined.problem };

        const kept = new Map([...befores].filter(([number]) => !left.value.includes(number)));
        const pending = plan.joining.filter((number) => !joined.value.includes(number));
        const mark = { ...settledMark(olds, operation), pending, ...(left.problem && set.unsettled?.(olds)) };
        const state = numbersState(news, kept, mark, operation);
        if (left.problem !== undefined) {
            throw new PartialFailure(id, state, [left.problem.message]);
        }
        return state;
    } finally {
        end();
    }
}

/** What would replace the resource if it were another never changes, also where an earlier create was interrupted. */
function fixedInputs({ declaration }: NumberSet, news: Properties): Properties {
    return Object.fromEntries(Object.entries(news).filter(([name]) => declaration.inputs[name]?.replaces === true));
}

function emptyState(inputs: Properties, operation: Operation): Properties {
    const interrupted = withInterrupted({}, operation);
    const pending = textsOf(inputs["numbers"]);
    const mark = { ...readNumbersMark(interrupted), ...settledMark({}, operation), pending };
    return numbersState(inputs, knownBefores(interrupted, operation.attempt), mark, operation);
}

async function remove(set: NumberSet, state: Properties, interruptible: Operation): Promise<void> {
    assertAccount(state["account"], interruptible.session);
    const { operation, end } = withDeadline(interruptible);
    try {
        const olds = withInterrupted(state, operation);
        const befores = knownBefores(olds);
        // A replacement of this resource has the others already.
        const elsewhere = await keptElsewhere([...befores.keys()], olds, operation);
        const numbers = [...befores.keys()].filter(
            (number) => !elsewhere.has(number) && claimerOf(set, number, olds, operation) === undefined,
        );
        set.describeKept?.(numbers, olds, befores).forEach((line) => operation.report.warn(line));
        const { problem } = await leaveAll(set, numbers, { olds, news: {}, befores }, operation);
        if (problem !== undefined) {
            throw problem;
        }
    } finally {
        end();
    }
}

/**
 * What another resource has now gets nothing back.
 * @param elsewhere what another resource has by its state
 */
function leaveAll(
    set: NumberSet,
    numbers: readonly string[],
    change: NumbersChange,
    operation: Operation,
    elsewhere: ReadonlySet<string> = new Set(),
): Promise<Outcome<readonly string[]>> {
    return everyNumber(numbers, set.left, operation, async (number) => {
        const claimer = claimerOf(set, number, change.olds, operation);
        if (!elsewhere.has(number) && (claimer === undefined || claimer === operation.owner.urn)) {
            await set.leave(number, change, operation);
        }
    });
}

/** The resource of the program that does this to the number from now on. */
function claimerOf(set: NumberSet, number: string, state: Properties, { session }: Operation): string | undefined {
    return session.memory.listerOf(`${number} is ${set.claimOf(state) ?? ""}`);
}

/** Refresh: a number that is otherwise leaves `numbers`, so that it shows and the next update puts it right. */
async function read(
    set: NumberSet,
    id: string,
    olds: Properties | undefined,
    inputs: Properties | undefined,
    operation: Operation,
): Promise<Found | undefined> {
    if (olds === undefined) {
        const found = await set.readImport(id, operation);
        // Nobody knows what they did before: when they leave, they stay as they are.
        const befores: Befores = new Map(found.inputs.numbers.map((number) => [number, {}]));
        return { ...found, state: numbersState(found.inputs, befores, { uid: newId() }, operation) };
    }
    assertAccount(olds["account"], operation.session);
    const { pending = [] } = readNumbersMark(olds);
    const numbers = textsOf(olds["numbers"]);
    const settled = numbers.filter((number) => !pending.includes(number));
    const drifted = await set.findDrift(settled, olds, operation);
    if (drifted === undefined) {
        return undefined;
    }
    // A refresh makes the engine forget interrupted updates.
    const state = withInterrupted(olds, operation);
    if (drifted.length === 0) {
        return { id, state, inputs: inputs ?? {} };
    }
    const kept = { numbers: numbers.filter((number) => !drifted.includes(number)) };
    return { id, state: { ...state, ...kept }, inputs: { ...inputs, ...kept } };
}
