import { absorb, holdNothing, isRecordOver, isUnfinished, itemsHeld, localGroup, tollFreeGroup, without } from "./held";
import type { Held } from "./held";
import { acquire } from "./acquire";
import { assertAccount } from "./account";
import { closeSeen, openEntries } from "./journalMarks";
import { compact, hasUnknown } from "./check";
import { checkNumberOrder } from "./numberOrderCheck";
import { numberOrderDeclaration } from "./numberOrderDeclaration";
import { countWanted } from "../orders/items";
import type { Wants } from "../orders/items";
import { OrderError } from "../orders/errors";
import { describePlan, isEmpty, planFor, subtract, wantsOf } from "./plan";
import type { Declared, Plan } from "./plan";
import { findGone, giveUp, idOf, isWorthSaving, newLife } from "./life";
import { readImport } from "./numberOrderImport";
import { release } from "../orders/release";
import { PartialFailure } from "./resource";
import type { Difference, Properties, Resource, Surroundings } from "./resource";
import type { Operation } from "../orders/session";

/** Numbers and keywords that a stack holds: a set, not an event. The first run orders it, later ones the difference. */
export const numberOrder: Resource = {
    token: "callfire:index:NumberOrder",
    declaration: numberOrderDeclaration,
    check: checkNumberOrder,
    diff,
    create,
    read,
    update,
    delete: remove,
};

/** The inputs, normalised by check. */
export interface NumberOrderInputs extends Declared {
    readonly allowPartial?: boolean;
    readonly adoptOrderId?: string;
    readonly adoptOwned?: boolean;
}

async function diff(id: string, olds: Properties, news: Properties, around: Surroundings): Promise<Difference> {
    const held = readHeld(olds);
    let open: readonly { readonly orderId?: string; readonly intent: string }[] = [];
    if (around.session !== undefined && around.owner !== undefined) {
        assertAccount(olds["account"], around.session);
        await closeSeen(held, around.session, around.owner.urn);
        open = await openEntries(held, around.session, around.owner);
    }
    if (hasUnknown(news)) {
        return differs(olds, news, undefined, ["what is ordered and released is known during the update"]);
    }
    const inputs = news as NumberOrderInputs;
    const plan = remaining(olds, held, inputs);
    const adopts = inputs.adoptOrderId !== undefined && !held.orders.some((order) => order.id === inputs.adoptOrderId);
    const pending = held.orders.filter((order) => !isRecordOver(order));
    const words = [
        ...pending.map((order) => `goes on with order ${order.id ?? `of intent ${order.intent}`} (${order.status})`),
        ...open.map((entry) => `takes in ${entry.orderId === undefined ? `intent ${entry.intent}` : `order ${entry.orderId}`} of an interrupted run`),
        ...(adopts ? [`takes over order ${String(inputs.adoptOrderId)}`] : []),
        ...(isEmpty(plan) ? [] : [describePlan(plan)]),
    ];
    return words.length === 0 ? noChange : differs(olds, news, plan, words);
}

async function create(news: Properties, operation: Operation): Promise<{ id: string; state: Properties }> {
    const inputs = news as NumberOrderInputs;
    const { held, problem } = await acquire(holdNothing(newLife()), desireOf({}, inputs), operation);
    const state = writeState(inputs, held, operation, problem === undefined);
    if (problem === undefined) {
        return { id: idOf(held), state };
    }
    throw isWorthSaving(held) ? new PartialFailure(idOf(held), state, [problem.message]) : problem;
}

/** Refresh: drift is folded into the inputs, so that it shows and the next update puts it right. Import: see there. */
async function read(id: string, olds: Properties | undefined, inputs: Properties | undefined, operation: Operation) {
    if (olds === undefined || Object.keys(olds).length === 0) {
        const { held, inputs: imported } = await readImport(id, newLife(), operation);
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
    return { id, state, inputs: foldGone((inputs ?? {}) as NumberOrderInputs, held, left) };
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
    if (problem === undefined) {
        const now = planFor(held, inputs).release;
        const released = await release(
            {
                numbers: now.numbers.filter((number) => named.numbers.includes(number)),
                keywords: now.keywords.filter((keyword) => named.keywords.includes(keyword)),
            },
            held.life,
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

function desireOf(olds: Properties, inputs: NumberOrderInputs) {
    return {
        missing: (held: Held) => remaining(olds, held, inputs).order,
        ...(inputs.adoptOrderId !== undefined && { adoptOrderId: inputs.adoptOrderId }),
        adoptOwned: inputs.adoptOwned === true,
        allowPartial: inputs.allowPartial === true,
    };
}

/** The plan, without what was accepted as short for this same declaration. */
function remaining(olds: Properties, held: Held, inputs: NumberOrderInputs): Plan {
    const plan = planFor(held, inputs);
    const accepted = inputs.allowPartial === true && isSameWish(olds, inputs) ? (olds["__short"] as Wants) : undefined;
    return { ...plan, order: subtract(plan.order, accepted) };
}

function isSameWish(olds: Properties, inputs: NumberOrderInputs): boolean {
    return JSON.stringify(wantsOf(olds as NumberOrderInputs)) === JSON.stringify(wantsOf(inputs));
}

const noChange: Difference = {
    changes: false,
    replaces: [],
    details: {},
    stables: [],
    deleteBeforeReplace: false,
};

function differs(olds: Properties, news: Properties, plan: Plan | undefined, words: readonly string[]): Difference {
    const details: { [path: string]: "add" | "delete" | "update" } = {};
    for (const name of Object.keys(numberOrderDeclaration.inputs)) {
        if (JSON.stringify(compact({ v: olds[name] })) !== JSON.stringify(compact({ v: news[name] })) || hasUnknown(news[name])) {
            details[name] = olds[name] === undefined ? "add" : news[name] === undefined ? "delete" : "update";
        }
    }
    const held = readHeld(olds);
    plan?.release.numbers.forEach((number) => (details[`acquiredNumbers[${held.numbers.indexOf(number)}]`] = "delete"));
    plan?.release.keywords.forEach((word) => (details[`acquiredKeywords[${held.keywords.indexOf(word)}]`] = "delete"));
    if (plan !== undefined && countWanted(plan.order) > 0) {
        details[countWanted(plan.order) > plan.order.keywords.length ? "acquiredNumbers" : "acquiredKeywords"] ??= "update";
    }
    if (Object.keys(details).length === 0) {
        details["status"] = "update";
    }
    const orders = plan === undefined || countWanted(plan.order) > 0 || isUnfinished(held);
    return {
        changes: true,
        replaces: [],
        details,
        stables: orders ? ["orderId", "account"] : ["orderId", "account", "orders", "status", "totalCost"],
        deleteBeforeReplace: false,
        summary: words.join("; "),
    };
}

function foldGone(inputs: NumberOrderInputs, before: Held, left: Held): Properties {
    const lost = (group: string): number => (before.bulk[group]?.length ?? 0) - (left.bulk[group]?.length ?? 0);
    const isLeft = (item: string): boolean =>
        left.numbers.includes(item) || left.keywords.includes(item) || !(before.numbers.includes(item) || before.keywords.includes(item));
    const { bulkLocal, bulkTollFree } = inputs;
    return {
        ...inputs,
        ...(inputs.numbers && { numbers: inputs.numbers.filter(isLeft) }),
        ...(inputs.keywords && { keywords: inputs.keywords.filter(isLeft) }),
        ...(bulkLocal && { bulkLocal: { ...bulkLocal, count: bulkLocal.count - lost(localGroup(bulkLocal.region)) } }),
        ...(bulkTollFree && { bulkTollFree: { count: bulkTollFree.count - lost(tollFreeGroup) } }),
    };
}

/** The state's own form of what is held. Properties that older state lacks have their defaults here. */
function readHeld(state: Properties): Held {
    const strings = (name: string): readonly string[] => (state[name] as readonly string[] | undefined) ?? [];
    return {
        life: (state["__life"] as string | undefined) ?? (state["orderId"] as string | undefined) ?? "",
        orders: (state["orders"] as Held["orders"] | undefined) ?? [],
        numbers: strings("acquiredNumbers"),
        tollFree: strings("tollFreeNumbers"),
        keywords: strings("acquiredKeywords"),
        bulk: (state["__bulk"] as Held["bulk"] | undefined) ?? {},
    };
}

function outputsOf(held: Held, account: string): Properties {
    const { localNumbers, tollFreeNumbers, keywords } = itemsHeld(held);
    const costs = held.orders.flatMap(({ totalCost }) => (totalCost === undefined ? [] : [totalCost]));
    const newest = held.orders[held.orders.length - 1];
    return compact({
        orderId: held.orders[0]?.id,
        orders: held.orders,
        // CallFire's own words are in upper case; where it gave none there is none.
        status: newest !== undefined && newest.status === newest.status.toUpperCase() ? newest.status : undefined,
        acquiredNumbers: held.numbers,
        localNumbers,
        tollFreeNumbers,
        acquiredKeywords: keywords,
        totalCost: costs.length === 0 ? undefined : Math.round(costs.reduce((sum, cost) => sum + cost, 0) * 100) / 100,
        account,
        __life: held.life,
        __bulk: held.bulk,
    });
}

function writeState(inputs: NumberOrderInputs, held: Held, operation: Operation, isComplete: boolean): Properties {
    const missing = planFor(held, inputs).order;
    return {
        ...inputs,
        ...outputsOf(held, operation.session.account),
        ...(isComplete && countWanted(missing) > 0 && { __short: missing }),
    };
}
