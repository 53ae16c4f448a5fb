import type { Operation } from "../orders/session";
import type { OwnedKeyword } from "../callfire/types";
import { NotTakenOver } from "../orders/errors";
import { acquire } from "./acquire";
import { assertAccount, judgeTwice, knownStates, noteState, sharedPicture } from "./account";
import { checkAvailability } from "./availability";
import { checkTypes, compact } from "./check";
import { holdNothing, isRecordOver, without } from "./held";
import type { Held, OrderRecord } from "./held";
import { closeSeen, openEntries } from "./journalMarks";
import { findGone, giveUp, isWorthSaving, newLife } from "./life";
import { readKeyword } from "./notation";
import { describePlan, isEmpty, planFor } from "./plan";
import { findKeyword } from "../orders/picture";
import { release } from "../orders/release";
import { PartialFailure } from "./resource";
import type { Checked, Declaration, Difference, Found, Properties, Resource, Surroundings } from "./resource";

const declaration: Declaration = {
    description:
        "One keyword on CallFire's short code, for one that is protected by itself; `keywords` of a NumberOrder is for a batch. Another word is another resource.",
    inputs: {
        keyword: {
            type: "string",
            required: true,
            replaces: true,
            description:
                "1 to 64 letters and digits: `CHOCOLATE`. Kept in upper case. Another word replaces the resource.",
        },
        adoptOwned: {
            type: "boolean",
            default: false,
            description: "True: a keyword that the account owns already is taken over. False: it is an error.",
        },
    },
    outputs: {
        orderId: {
            type: "string",
            description:
                "The order that bought it; absent where CallFire can't tell, as after a takeover by ownership.",
        },
        status: { type: "string", description: "Status of that order, CallFire's own word: `FINISHED`." },
        shortCode: { type: "string", description: "The short code it is on: `67076`." },
        leaseBegin: { type: "string", description: "First day of the lease: `2014-12-02Z`." },
        leaseEnd: { type: "string", description: "Last day of the lease: `2015-01-02Z`." },
        autoRenew: { type: "boolean", description: "Whether the lease is renewed; false after a release." },
        account: {
            type: "string",
            required: true,
            description:
                "Whose it is: host and login, or the simulator's own id. The resource is never acted on under another account.",
        },
    },
};

/** One keyword. Its Pulumi id is the word. */
export const keyword: Resource = {
    token: "callfire:index:Keyword",
    declaration,
    check,
    diff,
    create,
    read,
    update,
    delete: remove,
};

async function check(news: Properties, olds: Properties | undefined, around: Surroundings): Promise<Checked> {
    const given = compact(news);
    const failures = checkTypes(given, declaration.inputs);
    const word = given["keyword"];
    if (failures.length > 0 || typeof word !== "string") {
        return { inputs: given, failures };
    }
    const reading = readKeyword(word);
    if ("reason" in reading) {
        return { inputs: given, failures: [{ property: "keyword", reason: reading.reason }] };
    }
    const { value } = reading;
    if (value.length < 3) {
        around.warn(`keyword ${value}: newer documents of CallFire ask for at least 3 characters`);
    }
    const covered = olds?.["keyword"] === value ? [value] : [];
    const listed = [{ item: value, kind: "keyword", property: "keyword" }] as const;
    return {
        inputs: { ...given, keyword: value },
        failures: await checkAvailability(listed, covered, given["adoptOwned"] === true, around),
    };
}

async function diff(id: string, olds: Properties, news: Properties, around: Surroundings): Promise<Difference> {
    const held = readHeld(olds);
    const words: string[] = [];
    if (around.session !== undefined && around.owner !== undefined) {
        assertAccount(olds["account"], around.session);
        await closeSeen(held, around.session, around.owner.urn);
        const open = await openEntries(held, around.session, around.owner);
        words.push(
            ...open.map(({ orderId, intent }) => `takes in ${orderId ?? `intent ${intent}`} of an interrupted run`),
        );
    }
    const isOther = news["keyword"] !== olds["keyword"];
    words.push(
        ...held.orders
            .filter((order) => !isRecordOver(order))
            .map(({ id: order, status }) => `goes on with order ${order ?? ""} (${status})`),
    );
    const wanted = typeof news["keyword"] === "string" ? [news["keyword"]] : [];
    const plan = planFor(held, { keywords: wanted });
    if (isOther || !isEmpty(plan)) {
        words.push(describePlan(plan));
    }
    return {
        changes: words.length > 0,
        replaces: isOther ? ["keyword"] : [],
        details: words.length === 0 ? {} : { [isOther ? "keyword" : "status"]: "update" },
        stables: isOther ? [] : ["shortCode", "account"],
        deleteBeforeReplace: false,
        ...(words.length > 0 && { summary: words.join("; ") }),
    };
}

async function create(news: Properties, operation: Operation): Promise<{ id: string; state: Properties }> {
    const id = String(news["keyword"]);
    const { held, state, problem } = await bring(holdNothing(await newLife(operation)), news, operation);
    if (problem === undefined) {
        return { id, state };
    }
    throw isWorthSaving(held) ? new PartialFailure(id, state, [problem.message]) : problem;
}

async function read(
    id: string,
    olds: Properties | undefined,
    inputs: Properties | undefined,
    operation: Operation,
): Promise<Found | undefined> {
    if (olds === undefined || Object.keys(olds).length === 0) {
        return readImport(id, operation);
    }
    assertAccount(olds["account"], operation.session);
    const held = readHeld(olds);
    await closeSeen(held, operation.session, operation.owner.urn);
    const gone = await findGone(held, operation);
    const left = without(held, gone);
    if (held.keywords.length > 0 && !isWorthSaving(left)) {
        return undefined;
    }
    const owned = (await sharedPicture(operation.session)).keywords.get(id);
    return { id, state: { ...olds, ...outputsOf(left, owned, operation) }, inputs: inputs ?? {} };
}

async function update(id: string, olds: Properties, news: Properties, operation: Operation): Promise<Properties> {
    assertAccount(olds["account"], operation.session);
    const before = readHeld(olds);
    const { held, state, problem } = await bring(before, news, operation);
    if (problem !== undefined) {
        throw new PartialFailure(id, state, [problem.message]);
    }
    // A word of an interrupted order, after which the program asked for another: the preview named it.
    const named = planFor(before, { keywords: [id] }).release;
    const known = knownStates(operation.session, operation.owner.urn, held.life);
    const released = await release(named, held.life, known, operation);
    const left = { ...state, __held: without(held, released.released).keywords };
    if (released.problem !== undefined) {
        throw new PartialFailure(id, left, [released.problem.message]);
    }
    return left;
}

async function remove(id: string, olds: Properties, operation: Operation): Promise<void> {
    assertAccount(olds["account"], operation.session);
    await giveUp(readHeld(olds), operation);
}

async function bring(start: Held, news: Properties, operation: Operation) {
    const desire = {
        missing: (held: Held) => planFor(held, { keywords: [String(news["keyword"])] }).order,
        adoptOwned: news["adoptOwned"] === true,
        allowPartial: false,
    };
    const { held, problem } = await acquire(start, desire, operation);
    noteState(operation.session, operation.owner.urn, held);
    const owned = held.keywords.length > 0 ? await lookUp(String(news["keyword"]), operation) : undefined;
    const state = { ...news, ...outputsOf(held, owned, operation) };
    return { held, state, ...(problem && { problem }) };
}

/** The lease is worth a request, but never an order: without it the next refresh fills it in. */
async function lookUp(word: string, operation: Operation): Promise<OwnedKeyword | undefined> {
    try {
        return await findKeyword(operation.session.client, word, operation.signal);
    } catch {
        return undefined;
    }
}

async function readImport(id: string, operation: Operation) {
    const reading = readKeyword(id);
    const owned = await judgeTwice(operation.session, ({ keywords }) => {
        const found = "value" in reading ? keywords.get(reading.value) : undefined;
        if (found === undefined || !found.lease.autoRenew) {
            throw new NotTakenOver(
                `"${id}" can't be imported: ${found === undefined ? "the account owns no such keyword" : `it was released, and its lease ends ${found.lease.end ?? "soon"}`}.`,
            );
        }
        return found;
    });
    const word = owned.keyword.toUpperCase();
    const held: Held = {
        ...holdNothing(await newLife(operation)),
        orders: [{ intent: `import-${word}`, status: "taken over" }],
        keywords: [word],
    };
    return { id: word, state: { keyword: word, ...outputsOf(held, owned, operation) }, inputs: { keyword: word } };
}

function readHeld(state: Properties): Held {
    return {
        ...holdNothing((state["__life"] as string | undefined) ?? (state["orderId"] as string | undefined) ?? ""),
        wants: (state["__wants"] as Held["wants"] | undefined) ?? {},
        orders: (state["__orders"] as readonly OrderRecord[] | undefined) ?? [],
        keywords: (state["__held"] as readonly string[] | undefined) ?? [String(state["keyword"])],
    };
}

function outputsOf(held: Held, owned: OwnedKeyword | undefined, operation: Operation): Properties {
    const newest = held.orders[held.orders.length - 1];
    return compact({
        orderId: held.orders.find(({ id }) => id !== undefined)?.id,
        status: newest !== undefined && newest.status === newest.status.toUpperCase() ? newest.status : undefined,
        shortCode: owned?.shortCode,
        leaseBegin: owned?.lease.begin,
        leaseEnd: owned?.lease.end,
        autoRenew: owned?.lease.autoRenew,
        account: operation.session.account,
        __life: held.life,
        __orders: held.orders,
        // Its own word, and any that an order brought which was interrupted before the program asked for another.
        __held: held.keywords,
        __wants: Object.keys(held.wants).length === 0 ? undefined : held.wants,
    });
}
