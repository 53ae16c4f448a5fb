import { holdNothing } from "../orders/held";
import type { Held } from "../orders/held";
import type { Operation } from "../orders/session";
import { accountOutput, assertAccountOfEarlier } from "./account";
import { newId, nextAttempt } from "./attempts";
import { checkAvailability, checkOrderId } from "./availability";
import { checkTypes, compact } from "./check";
import { describeCreate } from "./describeCreate";
import { bring, tellLapsing } from "./lifecycle";
import { readKeyword } from "./notation";
import { planFor } from "./plan";
import type { Checked, CheckOptions, Declaration, Difference, DiffOptions, Properties, Resource } from "./resource";
import {
    answerCreate,
    differenceOf,
    goalOf,
    listing,
    readHeld,
    readSingle,
    removeSingle,
    updateSingle,
} from "./single";
import type { Single } from "./single";
import { statusOf } from "./state";
import { describeUnfinished } from "./unfinished";

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
        account: accountOutput,
    },
};

const single: Single = {
    property: "keyword",
    read: readKeyword,
    ownedIn: ({ keywords }, name) => keywords.get(name),
    outputsOf: (name, { orders }, owned) => ({
        orderId: orders.find(({ id }) => id !== undefined)?.id,
        status: statusOf(orders),
        ...(owned !== undefined && "shortCode" in owned && { shortCode: owned.shortCode }),
    }),
};

/** One keyword. Its Pulumi id is the word. */
export const keyword: Resource = {
    token: "callfire:index:Keyword",
    declaration,
    check,
    diff,
    create,
    read: (...call) => readSingle(single, ...call),
    update: (...call) => updateSingle(single, ...call),
    delete: (_id, state, operation) => removeSingle(single, state, operation),
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
        missing: (held: Held) => planFor(held, listing(single, value)).order,
        readHeld: (outputs: Properties) => readHeld(single, outputs),
        owned,
    };
    const attempt = await nextAttempt(draft, options);
    const declared = { ...listing(single, value), adoptOrderId: given["adoptOrderId"] as string | undefined };
    return {
        inputs: { ...given, keyword: value },
        failures: [],
        ...(attempt && { attempt }),
        ...(await describeCreate(declared, olds, owned, options)),
    };
}

async function diff(_id: string, olds: Properties, news: Properties, options: DiffOptions): Promise<Difference> {
    const held = readHeld(single, olds);
    const unfinished = await describeUnfinished(held, olds, options);
    tellLapsing(held.lapsing, options.session?.account, options);
    const word = news["keyword"];
    const plan = planFor(held, typeof word === "string" ? listing(single, word) : {});
    const replaced = word === olds["keyword"] ? [] : ["keyword"];
    return differenceOf(plan, unfinished, replaced, held, ["shortCode", "account"], options);
}

async function create(news: Properties, operation: Operation): Promise<{ id: string; state: Properties }> {
    const word = String(news["keyword"]);
    const before = holdNothing(operation.attempt?.uid ?? newId(6));
    const outcome = await bring(before, goalOf(listing(single, word), before, news), operation);
    return answerCreate(single, word, news, outcome, operation);
}
