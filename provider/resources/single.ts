import type { Owned } from "../callfire/types";
import { NotAdopted } from "../orders/errors";
import { explain } from "../orders/explain";
import type { Goal } from "../orders/goal";
import { adopted, holdNothing, isUnfinished, leaveUnresolved, namesHeld, type Held } from "../orders/held";
import { isTollFree, noWants } from "../orders/items";
import { endOf, findOwned } from "../orders/ownership";
import type { Operation, Outcome } from "../orders/session";
import type { Snapshot } from "../orders/snapshot";
import { assertAccount } from "./account";
import { newId } from "./attempts";
import { compact } from "./check";
import { judgeTwice } from "./judgeTwice";
import { describeLeaseEnds } from "./leaseEnds";
import { bring, giveUp, isWorthSaving, look, markLapsing, recordHolder } from "./lifecycle";
import type { Reading } from "./notation";
import { describePlan, namesReleased, planFor, type Declared, type Plan } from "./plan";
import {
    PartialFailure,
    type Created,
    type Difference,
    type DiffOptions,
    type Found,
    type Properties,
} from "./resource";
import { heldProperty } from "../stack/heldMark";
import { heldFrom, markFrom, readMark } from "./state";

/** One number or one keyword as a resource of its own, with its name as the Pulumi id: what the two do alike. */
export interface Single {
    /** The property that names it. */
    readonly property: "number" | "keyword";
    /** Reads the name in any notation. */
    read(text: string): Reading;
    ownedIn(snapshot: Snapshot, name: string): Owned | undefined;
    /** What a program sees of it; where the account was not asked, without what only the account tells. */
    outputsOf(name: string, held: Held, owned: Owned | undefined): Properties;
}

/** A declaration of one by its name. */
export function listing({ property }: Single, name: string): Declared {
    return property === "number" ? { numbers: [name] } : { keywords: [name] };
}

/** @param declared what is wanted; of what is held, only what was held before is given up for it */
export function goalOf(declared: Declared, before: Held, news: Properties): Goal {
    return {
        missing: (held) => planFor(held, declared).order,
        // What an interrupted order has brought, after which the program asked for something else: the preview named it.
        surplus: (held) => namesReleased(planFor(held, declared)).filter((name) => namesHeld(before).includes(name)),
        ...(typeof news["adoptOrderId"] === "string" && { adoptOrderId: news["adoptOrderId"] }),
        adoptOwned: news["adoptOwned"] === true,
        allowPartial: false,
        isDeletion: false,
    };
}

/** What a create answers. With a problem, what may have been bought is saved. */
export async function answerCreate(
    single: Single,
    name: string,
    news: Properties,
    { value: held, problem }: Outcome<Held>,
    operation: Operation,
): Promise<Created> {
    const state = await stateOf(single, name, news, held, operation);
    if (problem === undefined) {
        return { id: name, state };
    }
    throw isWorthSaving(held) ? new PartialFailure(name, state, [explain(problem)]) : problem;
}

export async function readSingle(
    single: Single,
    id: string,
    olds: Properties | undefined,
    inputs: Properties | undefined,
    operation: Operation,
): Promise<Found | undefined> {
    if (olds === undefined) {
        return importSingle(single, id, operation);
    }
    assertAccount(olds["account"], operation.session);
    const before = leaveUnresolved(readHeld(single, olds), operation.earlier);
    recordHolder(before, operation);
    const { held } = await look(before, operation);
    if (namesHeld(before).length > 0 && !isWorthSaving(held)) {
        return undefined;
    }
    const owned = single.ownedIn(await operation.session.memory.snapshot(), id);
    return { id, state: { ...olds, ...outputsOf(single, id, held, owned, operation) }, inputs: inputs ?? {} };
}

export function emptySingle(single: Single, name: string, inputs: Properties, operation: Operation): Created {
    const held = holdNothing(operation.attempt?.uid ?? newId());
    return { id: name, state: { ...inputs, ...outputsOf(single, name, held, undefined, operation) } };
}

/** Goes on with what is unfinished, and orders again what has not come. Its name never changes: another one is another resource. */
export async function updateSingle(
    single: Single,
    id: string,
    olds: Properties,
    news: Properties,
    operation: Operation,
): Promise<Properties> {
    assertAccount(olds["account"], operation.session);
    const before = await markLapsing(readHeld(single, olds), [], operation);
    const goal = goalOf(listing(single, id), before, news);
    const { value: held, problem } = await bring(before, goal, operation);
    const state = await stateOf(single, id, news, held, operation);
    if (problem !== undefined) {
        throw new PartialFailure(id, state, [explain(problem)]);
    }
    return state;
}

export async function removeSingle(single: Single, olds: Properties, operation: Operation): Promise<void> {
    assertAccount(olds["account"], operation.session);
    await giveUp(readHeld(single, olds), operation);
}

/** Of a preview that can't tell yet whether the same is asked for. */
export const onlyIfAnother = "some inputs are not known yet: only if they ask for another one";

/**
 * @param reasons what there is to do beside the plan
 * @param replaced the inputs that ask for another one, which is ordered before this one is released
 */
export async function differenceOf(
    plan: Plan,
    reasons: readonly string[],
    replaced: readonly string[],
    held: Held,
    stables: readonly string[],
    options: DiffOptions,
): Promise<Difference> {
    const isReplaced = replaced.length > 0;
    // While an order is under way nobody knows what it leaves missing.
    const shown = describePlan(isReplaced || !isUnfinished(held) ? plan : { ...plan, order: noWants });
    const words = [...reasons, ...(shown === "" ? [] : [`${shown}${await describeLeaseEnds(plan, options)}`])];
    const changes = isReplaced || words.length > 0;
    const paths = !changes ? [] : isReplaced ? replaced : ["status"];
    return {
        changes,
        replaces: replaced,
        details: Object.fromEntries(paths.map((path) => [path, "update"])),
        stables: isReplaced ? [] : stables,
        deleteBeforeReplace: false,
        ...(changes && { summary: words.join("; "), releases: namesReleased(plan).length > 0 }),
    };
}

export function readHeld({ property }: Single, state: Properties): Held {
    const mark = readMark(state);
    const names = mark.names ?? (typeof state[property] === "string" ? [state[property]] : []);
    const orders = mark.orders ?? [];
    return property === "number"
        ? heldFrom(mark, { orders, numbers: names, tollFree: names.filter(isTollFree), keywords: [] })
        : heldFrom(mark, { orders, keywords: names });
}

async function importSingle(single: Single, id: string, operation: Operation): Promise<Found> {
    const { property } = single;
    const reading = single.read(id);
    const name = "value" in reading ? reading.value : undefined;
    const owned = await judgeTwice(operation.session, (snapshot) => {
        const found = name === undefined ? undefined : single.ownedIn(snapshot, name);
        if (name === undefined || found?.lease.autoRenew !== true) {
            const reason =
                found === undefined
                    ? `the account owns no such ${property}`
                    : `it was released, and its lease ends ${endOf(found.lease)}`;
            throw new NotAdopted(`"${id}" can't be imported: ${reason}.`);
        }
        return { name, found };
    });
    const inputs = { [property]: owned.name };
    const held = {
        ...readHeld(single, inputs),
        uid: newId(),
        orders: [{ intent: `import-${owned.name}`, status: adopted }],
    };
    return {
        id: owned.name,
        state: { ...inputs, ...outputsOf(single, owned.name, held, owned.found, operation) },
        inputs,
    };
}

/** The lease is worth a request, but never an order: without it the next refresh fills it in. */
async function stateOf(
    single: Single,
    name: string,
    news: Properties,
    held: Held,
    operation: Operation,
): Promise<Properties> {
    const { session, signal } = operation;
    const owned = namesHeld(held).includes(name)
        ? await findOwned([name], session, signal).then(
              (found) => found.get(name),
              () => undefined,
          )
        : undefined;
    return { ...news, ...outputsOf(single, name, held, owned, operation) };
}

function outputsOf(
    single: Single,
    name: string,
    held: Held,
    owned: Owned | undefined,
    { session }: Operation,
): Properties {
    const names = namesHeld(held);
    const isItself = names.length === 1 && names[0] === name;
    return compact({
        ...single.outputsOf(name, held, owned),
        ...(owned && { leaseBegin: owned.lease.begin, leaseEnd: owned.lease.end, autoRenew: owned.lease.autoRenew }),
        account: session.account,
        // What is held where that is not it alone: not yet, or with what an order brought before the program asked for another.
        [heldProperty]: { ...markFrom(held, { orders: held.orders }), ...(!isItself && { names }) },
    });
}
