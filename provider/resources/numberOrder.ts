import { explain } from "../orders/explain";
import type { Goal } from "../orders/goal";
import { holdNothing, leaveUnresolved, localGroup, tollFreeGroup, type Held } from "../orders/held";
import type { Operation } from "../orders/session";
import { assertAccount } from "./account";
import { attemptForRest, newId } from "./attempts";
import { closeSeen } from "./entries";
import { bring, giveUp, idOf, isWorthSaving, look, markLapsing, recordHolder } from "./lifecycle";
import { checkNumberOrder } from "./numberOrderCheck";
import { numberOrderDeclaration } from "./numberOrderDeclaration";
import { findMoving, nothingMoves, withoutMoving, type Moving } from "./moving";
import { assertNoRelease, diffNumberOrder, remaining } from "./numberOrderDiff";
import { readImport } from "./numberOrderImport";
import { outputsOf, readHeld, writeState, type NumberOrderInputs } from "./numberOrderState";
import { keepUntilArrived, planFor } from "./plan";
import { PartialFailure, type Created, type Found, type Properties, type Resource } from "./resource";

/** Numbers and keywords that a stack holds: a set, not an event. The first run orders it, later ones the difference. */
export const numberOrder: Resource = {
    token: "callfire:index:NumberOrder",
    declaration: numberOrderDeclaration,
    check: checkNumberOrder,
    diff: diffNumberOrder,
    create,
    empty: (inputs, operation) => emptyOrder(inputs, operation),
    read,
    update,
    delete: remove,
};

async function create(news: Properties, operation: Operation): Promise<Created> {
    const inputs = news as NumberOrderInputs;
    const before = holdNothing(operation.attempt?.uid ?? newId());
    const { value: held, problem } = await bring(
        before,
        goalOf({}, inputs, () => nothingMoves),
        operation,
    );
    const state = writeState(inputs, held, operation, problem === undefined);
    if (problem === undefined) {
        return { id: idOf(held), state };
    }
    throw isWorthSaving(held) ? new PartialFailure(idOf(held), state, [explain(problem)]) : problem;
}

function emptyOrder(inputs: NumberOrderInputs, operation: Operation): Created {
    const held = holdNothing(operation.attempt?.uid ?? newId());
    return { id: idOf(held), state: writeState(inputs, held, operation, false) };
}

/** Refresh: drift is folded into the inputs, so that it shows and the next update puts it right. Import: see numberOrderImport.ts. */
async function read(
    id: string,
    olds: Properties | undefined,
    inputs: Properties | undefined,
    operation: Operation,
): Promise<Found | undefined> {
    if (olds === undefined) {
        const { held, inputs: imported } = await readImport(id, newId(), operation);
        return { id, state: writeState(imported, held, operation, true), inputs: imported as Properties };
    }
    assertAccount(olds["account"], operation.session);
    const before = leaveUnresolved(readHeld(olds), operation.earlier);
    recordHolder(before, operation);
    await closeSeen(before, operation.session);
    const { held, gone } = await look(before, operation);
    if (gone.length > 0 && !isWorthSaving(held)) {
        return undefined;
    }
    if (gone.length > 0) {
        operation.report.warn(`${gone.join(", ")}: no longer owned. The next "pulumi up" puts it right.`);
    }
    const declared = (inputs ?? {}) as NumberOrderInputs;
    const missing = remaining(olds, held, declared).order;
    const rest = gone.length > 0 ? await attemptForRest(held, missing, operation).catch(() => undefined) : undefined;
    const left = rest === undefined ? held : leaveUnresolved(held, [rest]);
    const short = remaining(olds, left, declared).accepted;
    const state = { ...olds, ...outputsOf(left, operation.session.account, short) };
    return { id, state, inputs: foldGone(declared, before, left) };
}

/** Orders what is missing, and only when all of it has arrived releases what is no longer declared. */
async function update(id: string, olds: Properties, news: Properties, operation: Operation): Promise<Properties> {
    assertAccount(olds["account"], operation.session);
    const inputs = news as NumberOrderInputs;
    const known = readHeld(olds);
    const movingFrom = await findMoving(inputs, operation);
    const moving = movingFrom(known);
    const plan = withoutMoving(planFor(known, inputs, moving), moving);
    if (inputs.preventRelease === true) {
        assertNoRelease(plan);
    }
    const isShrunk = plan.release.numbers.length > 0;
    const before = await markLapsing(known, isShrunk ? Object.values(known.bulk).flat() : [], operation);
    const { value: held, problem } = await bring(before, goalOf(olds, inputs, movingFrom), operation);
    const state = writeState(inputs, held, operation, problem === undefined);
    if (problem !== undefined) {
        throw new PartialFailure(id, state, [explain(problem)]);
    }
    return state;
}

async function remove(id: string, olds: Properties, operation: Operation): Promise<void> {
    assertAccount(olds["account"], operation.session);
    await giveUp(readHeld(olds), operation);
}

/** @param movingFrom asked each time: the program may list more elsewhere meanwhile */
function goalOf(olds: Properties, inputs: NumberOrderInputs, movingFrom: (held: Held) => Moving): Goal {
    const known = readHeld(olds);
    return {
        missing: (held) => remaining(olds, held, inputs, movingFrom(held)).order,
        surplus: (held) => {
            // What the state held decides what may go: it is what the preview named. What arrives in between stays until the next one.
            const named = planFor(known, inputs, movingFrom(known)).release;
            const plan = planFor(held, inputs, movingFrom(held));
            const { numbers, keywords } = keepUntilArrived(plan, held, inputs).release;
            return [
                ...numbers.filter((number) => named.numbers.includes(number) || number in held.lapsing),
                ...keywords.filter((keyword) => named.keywords.includes(keyword)),
            ];
        },
        ...(inputs.adoptOrderId !== undefined && { adoptOrderId: inputs.adoptOrderId }),
        adoptOwned: inputs.adoptOwned === true,
        allowPartial: inputs.allowPartial === true,
        isDeletion: false,
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
