import { release } from "../orders/release";
import type { Operation } from "../orders/session";
import { assertAccount, knownStates, noteState } from "./account";
import { acquire } from "./acquire";
import type { Desire } from "./acquire";
import { holdNothing, localGroup, tollFreeGroup, without } from "./held";
import type { Held } from "./held";
import { closeSeen } from "./journalMarks";
import { findGone, giveUp, idOf, isWorthSaving, newLife } from "./life";
import { checkNumberOrder } from "./numberOrderCheck";
import { numberOrderDeclaration } from "./numberOrderDeclaration";
import { diffNumberOrder, remaining } from "./numberOrderDiff";
import { readImport } from "./numberOrderImport";
import { outputsOf, readHeld, writeState } from "./numberOrderState";
import type { NumberOrderInputs } from "./numberOrderState";
import { keepUntilArrived, planFor } from "./plan";
import { PartialFailure } from "./resource";
import type { Found, Properties, Resource } from "./resource";

/** Numbers and keywords that a stack holds: a set, not an event. The first run orders it, later ones the difference. */
export const numberOrder: Resource = {
    token: "callfire:index:NumberOrder",
    declaration: numberOrderDeclaration,
    check: checkNumberOrder,
    diff: diffNumberOrder,
    create,
    read,
    update,
    delete: remove,
};

async function create(news: Properties, operation: Operation): Promise<{ id: string; state: Properties }> {
    const inputs = news as NumberOrderInputs;
    const { session, owner } = operation;
    const { held, problem } = await acquire(holdNothing(await newLife(operation)), desireOf({}, inputs), operation);
    noteState(session, owner.urn, held);
    const state = writeState(inputs, held, operation, problem === undefined);
    if (problem === undefined) {
        return { id: idOf(held), state };
    }
    throw isWorthSaving(held) ? new PartialFailure(idOf(held), state, [problem.message]) : problem;
}

/** Refresh: drift is folded into the inputs, so that it shows and the next update puts it right. Import: see there. */
async function read(
    id: string,
    olds: Properties | undefined,
    inputs: Properties | undefined,
    operation: Operation,
): Promise<Found | undefined> {
    if (olds === undefined || Object.keys(olds).length === 0) {
        const { held, inputs: imported } = await readImport(id, await newLife(operation), operation);
        return { id, state: writeState(imported, held, operation, true), inputs: imported as Properties };
    }
    assertAccount(olds["account"], operation.session);
    const held = readHeld(olds);
    await closeSeen(held, operation.session, operation.owner.urn);
    const gone = await findGone(held, operation);
    const left = without(held, gone);
    if (gone.length > 0 && !isWorthSaving(left)) {
        return undefined;
    }
    if (gone.length > 0) {
        operation.report.warn(`${gone.join(", ")}: no longer owned. The next "pulumi up" puts it right.`);
    }
    const state = { ...olds, ...outputsOf(left, operation.session.account) };
    return { id, state, inputs: foldGone(inputs ?? {}, held, left) };
}

/** Orders what is missing, and only when all of it has arrived releases what is no longer declared. */
async function update(id: string, olds: Properties, news: Properties, operation: Operation): Promise<Properties> {
    assertAccount(olds["account"], operation.session);
    const inputs = news as NumberOrderInputs;
    const before = readHeld(olds);
    // What the state held decides what may go: it is what the preview named. What arrives in between stays until the next one.
    const named = planFor(before, inputs).release;
    const acquired = await acquire(before, desireOf(olds, inputs), operation);
    let { held, problem } = acquired;
    noteState(operation.session, operation.owner.urn, held);
    if (problem === undefined) {
        const now = keepUntilArrived(planFor(held, inputs), held, inputs).release;
        const released = await release(
            {
                numbers: now.numbers.filter((number) => named.numbers.includes(number)),
                keywords: now.keywords.filter((keyword) => named.keywords.includes(keyword)),
            },
            held.life,
            knownStates(operation.session, operation.owner.urn, held.life),
            operation,
        );
        held = without(held, released.released);
        problem = released.problem;
    }
    const state = writeState(inputs, held, operation, problem === undefined);
    if (problem !== undefined) {
        throw new PartialFailure(id, state, [problem.message]);
    }
    return state;
}

async function remove(id: string, olds: Properties, operation: Operation): Promise<void> {
    assertAccount(olds["account"], operation.session);
    await giveUp(readHeld(olds), operation);
}

function desireOf(olds: Properties, inputs: NumberOrderInputs): Desire {
    return {
        missing: (held: Held) => remaining(olds, held, inputs).order,
        ...(inputs.adoptOrderId !== undefined && { adoptOrderId: inputs.adoptOrderId }),
        adoptOwned: inputs.adoptOwned === true,
        allowPartial: inputs.allowPartial === true,
    };
}

function foldGone(inputs: NumberOrderInputs, before: Held, left: Held): Properties {
    const lost = (group: string): number => (before.bulk[group]?.length ?? 0) - (left.bulk[group]?.length ?? 0);
    const isLeft = (item: string): boolean =>
        left.numbers.includes(item) ||
        left.keywords.includes(item) ||
        !(before.numbers.includes(item) || before.keywords.includes(item));
    const { bulkLocal, bulkTollFree } = inputs;
    return {
        ...inputs,
        ...(inputs.numbers && { numbers: inputs.numbers.filter(isLeft) }),
        ...(inputs.keywords && { keywords: inputs.keywords.filter(isLeft) }),
        ...(bulkLocal && { bulkLocal: { ...bulkLocal, count: bulkLocal.count - lost(localGroup(bulkLocal.region)) } }),
        ...(bulkTollFree && { bulkTollFree: { count: bulkTollFree.count - lost(tollFreeGroup) } }),
    };
}
