import { RefusedError } from "../../callfire/errors";
import { withDeadline } from "../../orders/deadline";
import { NotAdopted } from "../../orders/errors";
import type { Operation, Outcome } from "../../orders/session";
import { assertAccount } from "../account";
import { newId } from "../attempts";
import { keptElsewhere, knownBefores, numbersState, sayInterrupted, withInterrupted } from "../numbersBefore";
import type { Befores } from "../numbersBefore";
import { hasUnknown } from "../check";
import { everyNumber } from "../everyNumber";
import { compareInputs, noChange, textsOf } from "../inputs";
import { readNumber } from "../notation";
import { PartialFailure } from "../resource";
import type { Difference, DiffOptions, Found, Properties, Resource } from "../resource";
import { readUidMark, settledMark } from "../uidMark";
import { check, listingOf } from "./check";
import { numberConfigurationDeclaration } from "./declaration";
import { findOwnedNumbers, lookAtNumbers } from "./look";
import { describeKept, describePlan, leavingConfiguration, partsTouched, planFor, targetFor } from "./plan";
import type { ConfigurationMark } from "./plan";
import { configurationOf, differencesOf, settingsOf } from "./settings";

/** What a set of numbers does with calls and texts. */
export const numberConfiguration: Resource = {
    token: "callfire:index:NumberConfiguration",
    declaration: numberConfigurationDeclaration,
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
    const details = compareInputs(numberConfigurationDeclaration, olds, news);
    const mark = readUidMark(olds) as ConfigurationMark;
    const befores = knownBefores(olds, attempt);
    const plan = planFor(olds, news, mark, befores);
    if (Object.keys(details).length + plan.configure.length + plan.restore.length === 0) {
        return noChange;
    }
    const kept = await keptElsewhere(plan.restore, olds, options);
    const told = { ...plan, restore: plan.restore.filter((number) => !kept.has(number)) };
    const summary = hasUnknown(news)
        ? "some inputs are not known yet: the update will tell which numbers it configures"
        : [...sayInterrupted(olds), ...describePlan(told, olds, befores)].join("; ");
    return {
        ...noChange,
        changes: true,
        details: Object.keys(details).length === 0 ? { numbers: "update" } : details,
        stables: ["account"],
        ...(summary !== "" && { summary }),
    };
}

async function create(news: Properties, operation: Operation): Promise<{ id: string; state: Properties }> {
    const id = `configuration-${settledMark({}, operation).uid}`;
    return { id, state: await bring(id, {}, news, operation) };
}

function update(id: string, olds: Properties, news: Properties, operation: Operation): Promise<Properties> {
    assertAccount(olds["account"], operation.session);
    return bring(id, olds, news, operation);
}

/** Configures those that join or differ, and when all are done gives back what those had that leave. */
async function bring(id: string, before: Properties, news: Properties, interruptible: Operation): Promise<Properties> {
    const { operation, end } = withDeadline(interruptible);
    try {
        const olds = withInterrupted(before, operation);
        const mark = readUidMark(olds) as ConfigurationMark;
        const numbers = textsOf(news["numbers"]);
        const befores = await completeBefores(numbers, knownBefores(olds, operation.attempt), operation);
        const plan = planFor(olds, news, mark, befores);
        const touched = partsTouched(olds, mark);
        const kept = await keptElsewhere(plan.restore, olds, operation);

        const configured = await everyNumber(plan.configure, "configured", operation, (number) =>
            operation.session.client.configureNumber(
                number,
                targetFor(befores.get(number) ?? {}, news, plan.dropped),
                operation.signal,
            ),
        );
        const restored = configured.problem
            ? { value: [], problem: configured.problem }
            : await restoreAll(plan.restore, olds, befores, operation, kept);

        const left = new Map([...befores].filter(([number]) => !restored.value.includes(number)));
        const pending = plan.configure.filter((number) => !configured.value.includes(number));
        const unsettled = restored.problem && {
            parts: touched,
            ...(mark.interrupted && { interrupted: true as const }),
        };
        const marked: ConfigurationMark = { ...settledMark(olds, operation), pending, ...unsettled };
        const state = numbersState(news, left, marked, operation);
        if (restored.problem !== undefined) {
            throw new PartialFailure(id, state, [restored.problem.message]);
        }
        return state;
    } finally {
        end();
    }
}

async function remove(_id: string, olds: Properties, interruptible: Operation): Promise<void> {
    assertAccount(olds["account"], interruptible.session);
    const { operation, end } = withDeadline(interruptible);
    try {
        const state = withInterrupted(olds, operation);
        const befores = knownBefores(state);
        const touched = partsTouched(state, readUidMark(state));
        // A replacement of this resource has them already.
        const left = [...befores.keys()].filter(
            (number) => operation.session.memory.listerOf(listingOf(number)) === undefined,
        );
        describeKept(left, touched, befores).forEach((line) => operation.report.warn(line));
        const { problem } = await restoreAll(left, state, befores, operation);
        if (problem !== undefined) {
            throw problem;
        }
    } finally {
        end();
    }
}

/** What is no longer owned, or configured by another resource now, has nothing to get back. */
function restoreAll(
    numbers: readonly string[],
    state: Properties,
    befores: Befores,
    operation: Operation,
    kept: ReadonlySet<string> = new Set(),
): Promise<Outcome<readonly string[]>> {
    const { session, owner, signal } = operation;
    return everyNumber(numbers, "restored", operation, async (number) => {
        const configuration = leavingConfiguration(number, state, befores);
        const lister = session.memory.listerOf(listingOf(number));
        if (configuration === undefined || (lister !== undefined && lister !== owner.urn) || kept.has(number)) {
            return;
        }
        await session.client.configureNumber(number, configuration, signal).catch((error: unknown) => {
            if (!(error instanceof RefusedError && error.status === 404)) {
                throw error;
            }
        });
    });
}

/** What check could not look up is looked up now, before the first number is configured. */
async function completeBefores(
    numbers: readonly string[],
    known: Befores,
    { session, signal }: Operation,
): Promise<Befores> {
    const unknown = numbers.filter((number) => !known.has(number));
    return new Map([...known, ...(await lookAtNumbers(unknown, session, signal))]);
}

/** Refresh: a number that does otherwise leaves `numbers`, so that it shows and the next update puts it right. Import: see below. */
async function read(
    id: string,
    olds: Properties | undefined,
    inputs: Properties | undefined,
    operation: Operation,
): Promise<Found | undefined> {
    if (olds === undefined) {
        return readImport(id, operation);
    }
    assertAccount(olds["account"], operation.session);
    const numbers = textsOf(olds["numbers"]);
    const { numbers: listed } = await operation.session.memory.snapshot();
    const owned = await findOwnedNumbers(numbers, listed, operation.session, operation.signal);
    if (numbers.length > 0 && owned.size === 0) {
        return undefined;
    }
    const { pending = [] } = readUidMark(olds) as ConfigurationMark;
    const drifted = numbers.filter((number) => {
        const found = owned.get(number);
        const differences =
            found === undefined ? ["no longer owned"] : differencesOf(configurationOf(olds), found.configuration);
        if (differences.length === 0 || pending.includes(number)) {
            return false;
        }
        operation.report.warn(`${number}: ${differences.join("; ")}. The next "pulumi up" puts it right.`);
        return true;
    });
    // A refresh makes the engine forget interrupted updates.
    const state = withInterrupted(olds, operation);
    if (drifted.length === 0) {
        return { id, state, inputs: inputs ?? {} };
    }
    const kept = { numbers: numbers.filter((number) => !drifted.includes(number)) };
    return { id, state: { ...state, ...kept }, inputs: { ...inputs, ...kept } };
}

/** By the numbers, which all must do the same. Nobody knows what they did before: when they leave, they stay as they are. */
async function readImport(id: string, operation: Operation): Promise<Found> {
    const { session, signal } = operation;
    const named = id.split(",").map((text) => {
        const reading = readNumber(text);
        if ("reason" in reading) {
            throw new NotAdopted(`"${id}" can't be imported: ${reading.reason}. Import "13105551212,13105551213".`);
        }
        return reading.value;
    });
    const numbers = [...new Set(named)];
    const owned = await findOwnedNumbers(numbers, new Map(), session, signal);
    const [first, ...others] = numbers.map((number) => {
        const found = owned.get(number);
        if (found === undefined) {
            throw new NotAdopted(`"${id}" can't be imported: the account does not own ${number}.`);
        }
        return { number, settings: settingsOf(found.configuration ?? {}) };
    });
    const settings = first?.settings ?? {};
    const odd = others.find((other) => JSON.stringify(other.settings) !== JSON.stringify(settings));
    if (odd !== undefined || Object.keys(settings).length === 0) {
        const reason = odd === undefined ? "there is nothing configured" : `${odd.number} does something else`;
        throw new NotAdopted(`"${id}" can't be imported: ${reason}.`);
    }
    const inputs = { numbers, ...settings };
    const befores: Befores = new Map(numbers.map((number) => [number, {}]));
    return { id: numbers.join(","), state: numbersState(inputs, befores, { uid: newId(6) }, operation), inputs };
}
