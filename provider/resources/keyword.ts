import type { OwnedKeyword } from "../callfire/types";
import { NotAdopted } from "../orders/errors";
import type { Goal } from "../orders/goal";
import { adopted, holdNothing, leaveUnresolved } from "../orders/held";
import type { Held } from "../orders/held";
import { noWants } from "../orders/items";
import { endOf } from "../orders/ownership";
import type { Operation } from "../orders/session";
import { assertAccount, assertAccountOfEarlier } from "./account";
import { newId, nextAttempt } from "./attempts";
import { checkAvailability, checkOrderId } from "./availability";
import { checkTypes, compact } from "./check";
import { judgeTwice } from "./judge";
import { bring, giveUp, isWorthSaving, look, markLapsing, note } from "./lifecycle";
import { readKeyword } from "./notation";
import { describeLeaseEnds } from "./leaseEnds";
import { describeNew, describePlan, isEmpty, planFor } from "./plan";
import { PartialFailure } from "./resource";
import type {
    Checked,
    CheckOptions,
    Declaration,
    Difference,
    DiffOptions,
    Found,
    Properties,
    Resource,
} from "./resource";
import { describeUnfinished } from "./unfinished";
import { heldFrom, heldProperty, markFrom, readMark, statusOf } from "./state";

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
            description: "True: a keyword that the account owns already is adopted. False: it is an error.",
        },
        adoptOrderId: {
            type: "string",
            description:
                "Adopt this order instead of placing one. It must have acquired the keyword. Removing the input later is no change.",
        },
    },
    outputs: {
        orderId: {
            type: "string",
            description:
                "The order that bought it; absent where CallFire can't tell, as after an adoption by ownership.",
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

async function check(news: Properties, olds: Properties | undefined, options: CheckOptions): Promise<Checked> {
    const given = compact(news);
    const failures = [...checkTypes(given, declaration.inputs), ...checkOrderId(given["adoptOrderId"], options)];
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
        options.warn(`keyword ${value}: newer documents of CallFire ask for at least 3 characters`);
    }
    await assertAccountOfEarlier(options);
    const covered = olds?.["keyword"] === value || given["adoptOrderId"] !== undefined ? [value] : [];
    const listed = [{ item: value, kind: "keyword", property: "keyword" }] as const;
    const { failures: unavailable, owned } = await checkAvailability(
        listed,
        covered,
        given["adoptOwned"] === true,
        options,
    );
    if (unavailable.length > 0) {
        return { inputs: given, failures: unavailable };
    }
    const draft = {
        isChanged: olds?.["keyword"] !== value || olds["adoptOwned"] !== given["adoptOwned"],
        missing: (held: Held) => planFor(held, { keywords: [value] }).order,
        readHeld,
        owned,
    };
    const attempt = await nextAttempt(draft, options);
    const adopted = given["adoptOrderId"] as string | undefined;
    const isResumed = (await options.earlier()).own.length > 0;
    const summary = describeNew({ ...noWants, keywords: [value] }, owned, adopted, isResumed);
    return {
        inputs: { ...given, keyword: value },
        failures: [],
        ...(attempt && { attempt }),
        ...(olds === undefined && { summary }),
    };
}

async function diff(id: string, olds: Properties, news: Properties, options: DiffOptions): Promise<Difference> {
    const held = readHeld(olds);
    const words = await describeUnfinished(held, olds, options);
    const isOther = news["keyword"] !== olds["keyword"];
    const wanted = typeof news["keyword"] === "string" ? [news["keyword"]] : [];
    const plan = planFor(held, { keywords: wanted });
    if (isOther || !isEmpty(plan)) {
        words.push(`${describePlan(plan)}${await describeLeaseEnds(plan, options)}`);
    }
    return {
        changes: words.length > 0,
        replaces: isOther ? ["keyword"] : [],
        details: words.length === 0 ? {} : { [isOther ? "keyword" : "status"]: "update" },
        stables: isOther ? [] : ["shortCode", "account"],
        deleteBeforeReplace: false,
        ...(words.length > 0 && { summary: words.join("; "), releases: plan.release.keywords.length > 0 }),
    };
}

async function create(news: Properties, operation: Operation): Promise<{ id: string; state: Properties }> {
    const id = String(news["keyword"]);
    const before = holdNothing(operation.attempt?.uid ?? newId(6));
    const { value: held, problem } = await bring(before, goalOf(id, before, news), operation);
    const state = await stateOf(news, held, operation);
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
    const before = leaveUnresolved(readHeld(olds), operation.earlier);
    note(before, operation);
    const { held } = await look(before, operation);
    if (before.keywords.length > 0 && !isWorthSaving(held)) {
        return undefined;
    }
    const owned = (await operation.session.memory.snapshot()).keywords.get(id);
    return { id, state: { ...olds, ...outputsOf(held, owned, operation) }, inputs: inputs ?? {} };
}

async function update(id: string, olds: Properties, news: Properties, operation: Operation): Promise<Properties> {
    assertAccount(olds["account"], operation.session);
    const before = await markLapsing(readHeld(olds), [], operation);
    const { value: held, problem } = await bring(before, goalOf(id, before, news), operation);
    const state = await stateOf(news, held, operation);
    if (problem !== undefined) {
        throw new PartialFailure(id, state, [problem.message]);
    }
    return state;
}

async function remove(id: string, olds: Properties, operation: Operation): Promise<void> {
    assertAccount(olds["account"], operation.session);
    await giveUp(readHeld(olds), operation);
}

function goalOf(id: string, before: Held, news: Properties): Goal {
    const declared = { keywords: [String(news["keyword"])] };
    return {
        missing: (held) => planFor(held, declared).order,
        // A word of an interrupted order, after which the program asked for another: the preview named it.
        surplus: (held) =>
            planFor(held, { keywords: [id] }).release.keywords.filter((word) => before.keywords.includes(word)),
        ...(typeof news["adoptOrderId"] === "string" && { adoptOrderId: news["adoptOrderId"] }),
        adoptOwned: news["adoptOwned"] === true,
        allowPartial: false,
        isDeletion: false,
    };
}

/** The lease is worth a request, but never an order: without it the next refresh fills it in. */
async function stateOf(news: Properties, held: Held, operation: Operation): Promise<Properties> {
    const owned =
        held.keywords.length === 0
            ? undefined
            : await operation.session.memory
                  .keywords()
                  .then((keywords) => keywords.get(String(news["keyword"])))
                  .catch(() => undefined);
    return { ...news, ...outputsOf(held, owned, operation) };
}

async function readImport(id: string, operation: Operation): Promise<Found> {
    const reading = readKeyword(id);
    const owned = await judgeTwice(operation.session, ({ keywords }) => {
        const found = "value" in reading ? keywords.get(reading.value) : undefined;
        if (found === undefined || !found.lease.autoRenew) {
            const reason =
                found === undefined
                    ? "the account owns no such keyword"
                    : `it was released, and its lease ends ${endOf(found.lease)}`;
            throw new NotAdopted(`"${id}" can't be imported: ${reason}.`);
        }
        return found;
    });
    const word = owned.keyword.toUpperCase();
    const held: Held = {
        ...holdNothing(newId(6)),
        orders: [{ intent: `import-${word}`, status: adopted }],
        keywords: [word],
    };
    return { id: word, state: { keyword: word, ...outputsOf(held, owned, operation) }, inputs: { keyword: word } };
}

function readHeld(state: Properties): Held {
    const mark = readMark(state);
    const keywords = mark.names ?? (typeof state["keyword"] !== "string" ? [] : [state["keyword"]]);
    return heldFrom(mark, { orders: mark.orders ?? [], keywords });
}

function outputsOf(held: Held, owned: OwnedKeyword | undefined, operation: Operation): Properties {
    return compact({
        orderId: held.orders.find(({ id }) => id !== undefined)?.id,
        status: statusOf(held.orders),
        shortCode: owned?.shortCode,
        leaseBegin: owned?.lease.begin,
        leaseEnd: owned?.lease.end,
        autoRenew: owned?.lease.autoRenew,
        account: operation.session.account,
        // Its own word, and any that an order brought which was interrupted before the program asked for another.
        [heldProperty]: { ...markFrom(held, { orders: held.orders }), names: held.keywords },
    });
}
