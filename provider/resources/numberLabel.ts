import { NotAdopted } from "../orders/errors";
import { withDeadline } from "../orders/deadline";
import type { Operation, Outcome } from "../orders/session";
import { assertAccount } from "./account";
import { newId } from "./attempts";
import { hasUnknown } from "./check";
import { everyNumber } from "./everyNumber";
import { compareInputs, noChange, textsOf } from "./inputs";
import { carriers, check, listingOf } from "./numberLabelCheck";
import { numberLabelDeclaration } from "./numberLabelDeclaration";
import {
    keptElsewhere,
    knownBefores,
    numbersState,
    readNumbersMark,
    sayInterrupted,
    withInterrupted,
} from "./numbersBefore";
import type { Befores } from "./numbersBefore";
import { PartialFailure } from "./resource";
import type { Difference, DiffOptions, Found, Properties, Resource } from "./resource";
import { settledMark } from "./uidMark";

/** A label on numbers. Its Pulumi id is not the label, which may be a secret: no id can be one. */
export const numberLabel: Resource = {
    token: "callfire:index:NumberLabel",
    declaration: numberLabelDeclaration,
    check,
    diff,
    create,
    read,
    update,
    delete: remove,
};

async function diff(_id: string, state: Properties, news: Properties, options: DiffOptions): Promise<Difference> {
    assertAccount(state["account"], options.session);
    const { attempt } = options;
    const olds = withInterrupted(state, { earlier: (await options.earlier()).own, attempt });
    const details = compareInputs(numberLabelDeclaration, olds, news);
    const befores = knownBefores(olds, attempt);
    const plan = planFor(olds, news, befores);
    if (Object.keys(details).length + plan.label.length + plan.unlabel.length === 0) {
        return noChange;
    }
    const isOther = "label" in details;
    const kept = await keptElsewhere(plan.unlabel, olds, options);
    const losing = plan.unlabel.filter((number) => befores.get(number)?.labelled !== true && !kept.has(number));
    const words = [
        ...sayInterrupted(olds),
        ...(plan.label.length === 0 ? [] : [`labels ${plan.label.join(", ")}`]),
        ...(losing.length === 0 ? [] : [`takes ${String(olds["label"])} off ${losing.join(", ")}`]),
    ];
    return {
        ...noChange,
        changes: true,
        replaces: isOther ? ["label"] : [],
        details: Object.keys(details).length === 0 ? { numbers: "update" } : details,
        stables: isOther ? [] : ["account"],
        ...(!isOther && !hasUnknown(news) && words.length > 0 && { summary: words.join("; ") }),
    };
}

async function create(news: Properties, operation: Operation): Promise<{ id: string; state: Properties }> {
    const id = `label-${settledMark({}, operation).uid}`;
    return { id, state: await bring(id, {}, news, operation) };
}

function update(id: string, olds: Properties, news: Properties, operation: Operation): Promise<Properties> {
    assertAccount(olds["account"], operation.session);
    return bring(id, olds, news, operation);
}

async function bring(id: string, before: Properties, news: Properties, interruptible: Operation): Promise<Properties> {
    const label = String(news["label"]);
    const { operation, end } = withDeadline(interruptible);
    try {
        const olds = withInterrupted(before, operation);
        const known = knownBefores(olds, operation.attempt);
        const unknown = textsOf(news["numbers"]).filter((number) => !known.has(number));
        const befores = new Map([...known, ...(await carriers(label, unknown, operation))]);
        const plan = planFor(olds, news, befores);
        const kept = await keptElsewhere(plan.unlabel, olds, operation);
        const labelled = await everyNumber(plan.label, "labelled", operation, (number) =>
            operation.session.client.labelNumber(number, label, operation.signal),
        );
        const unlabelled = labelled.problem
            ? { value: [], problem: labelled.problem }
            : await takeOff(label, plan.unlabel, befores, operation, kept);

        const left = new Map([...befores].filter(([number]) => !unlabelled.value.includes(number)));
        const pending = plan.label.filter((number) => !labelled.value.includes(number));
        const state = numbersState(news, left, { ...settledMark(olds, operation), pending }, operation);
        if (unlabelled.problem !== undefined) {
            throw new PartialFailure(id, state, [unlabelled.problem.message]);
        }
        return state;
    } finally {
        end();
    }
}

async function remove(_id: string, state: Properties, interruptible: Operation): Promise<void> {
    assertAccount(state["account"], interruptible.session);
    const label = String(state["label"]);
    const { operation, end } = withDeadline(interruptible);
    try {
        const befores = knownBefores(withInterrupted(state, operation));
        // A replacement of this resource labels them already.
        const isListed = (number: string): boolean =>
            operation.session.memory.listerOf(listingOf(label, number)) !== undefined;
        const numbers = [...befores.keys()].filter((number) => !isListed(number));
        const { problem } = await takeOff(label, numbers, befores, operation);
        if (problem !== undefined) {
            throw problem;
        }
    } finally {
        end();
    }
}

/**
 * Not of a number that carried it before, or that another resource labels now.
 * @param kept what another resource labels by its state
 */
function takeOff(
    label: string,
    numbers: readonly string[],
    befores: Befores,
    operation: Operation,
    kept: ReadonlySet<string> = new Set(),
): Promise<Outcome<readonly string[]>> {
    const { session, owner, signal } = operation;
    return everyNumber(numbers, "unlabelled", operation, async (number) => {
        const lister = session.memory.listerOf(listingOf(label, number));
        const isElsewhere = (lister !== undefined && lister !== owner.urn) || kept.has(number);
        if (befores.get(number)?.labelled !== true && !isElsewhere) {
            await session.client.unlabelNumber(number, label, signal);
        }
    });
}

/** Refresh: numbers that lost the label leave `numbers`, so that it shows and the next update puts it right. Import: by the label. */
async function read(
    id: string,
    olds: Properties | undefined,
    inputs: Properties | undefined,
    operation: Operation,
): Promise<Found | undefined> {
    const { session, report, signal } = operation;
    assertAccount(olds?.["account"], session);
    const label = olds === undefined ? id : String(olds["label"]);
    // Without a label CallFire lists all numbers.
    const carrying = label.trim() === "" ? [] : await session.client.listLabelled(label, signal);
    if (olds === undefined) {
        if (carrying.length === 0) {
            throw new NotAdopted(`"${id}" can't be imported: no number of the account carries such a label.`);
        }
        const imported = { label, numbers: [...carrying] };
        const befores: Befores = new Map(carrying.map((number) => [number, {}]));
        return { id, state: numbersState(imported, befores, { uid: newId(6) }, operation), inputs: imported };
    }
    const { pending = [] } = readNumbersMark(olds);
    const numbers = textsOf(olds["numbers"]);
    const lost = numbers.filter((number) => !carrying.includes(number) && !pending.includes(number));
    // A refresh makes the engine forget interrupted updates.
    const state = withInterrupted(olds, operation);
    if (lost.length === 0) {
        return { id, state, inputs: inputs ?? {} };
    }
    report.warn(`${lost.join(", ")}: no longer labelled ${label}. The next "pulumi up" puts it right.`);
    const kept = { numbers: numbers.filter((number) => !lost.includes(number)) };
    return { id, state: { ...state, ...kept }, inputs: { ...inputs, ...kept } };
}

interface Plan {
    readonly label: readonly string[];
    readonly unlabel: readonly string[];
}

function planFor(olds: Properties, news: Properties, befores: Befores): Plan {
    const { pending = [], interrupted = false } = readNumbersMark(olds);
    const [before, numbers] = [textsOf(olds["numbers"]), textsOf(news["numbers"])];
    return {
        label: numbers.filter((number) => interrupted || !before.includes(number) || pending.includes(number)),
        unlabel: [...befores.keys()].filter((number) => !numbers.includes(number)),
    };
}
