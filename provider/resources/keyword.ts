import { holdNothing, type Held } from "../orders/held";
import type { Operation } from "../orders/session";
import { accountOutput, assertAccountOfEarlier } from "./account";
import { newId, nextAttempt } from "./attempts";
import { checkAvailability, checkOrderId } from "./availability";
import { hasUnknown, readInputs } from "./check";
import { coveredByState } from "./covered";
import { describeCreate } from "./describeCreate";
import { bring, tellLapsing } from "./lifecycle";
import { readKeyword, warnOfShort } from "./notation";
import { adoptOrder, flag, leaseOutputs, orderErrors, orderOutputs, text } from "./declarations";
import { planFor } from "./plan";
import { unknownValue } from "./resource";
import type {
    Checked,
    CheckOptions,
    Created,
    Declaration,
    Difference,
    DiffOptions,
    Properties,
    Resource,
} from "./resource";
import {
    answerCreate,
    differenceOf,
    emptySingle,
    goalOf,
    listing,
    onlyIfAnother,
    readHeld,
    readSingle,
    removeSingle,
    updateSingle,
} from "./single";
import type { Single } from "./single";
import { statusOf } from "./state";
import { describeUnfinished } from "./unfinished";

const declaration: Declaration = {
    description: [
        "One keyword on CallFire's short code, as a resource that is protected by itself. For a batch there is `keywords` of `NumberOrder`. **Creating one buys, on the account's credit card**; with `callfire:endpoint` set to `simulator` nothing is bought.",
        "Another word replaces it: the new one is ordered first. Destroying it turns its renewal off: it works until `leaseEnd`, and nobody can buy it again until a month after that.",
        "An order normally takes up to 20 seconds. The wait ends after 10 minutes, or after `customTimeouts`: the order is then in the state with its id, and the next `pulumi up` goes on waiting for it.",
    ].join("\n\n"),
    errors: orderErrors,
    importId: "the keyword, in any case (`CHOCOLATE`)",
    inputs: {
        keyword: text(
            "The keyword: 1 to 64 letters and digits, kept in upper case; CallFire's newer documents ask for at least 3. One that is not for sale is refused in preview; one that the account owns already needs `adoptOwned`. Another word replaces the resource. (CreateNumberOrder's `Keywords`.)",
            { required: true, replaces: true, read: readKeyword },
        ),
        adoptOwned: flag(
            "True: a keyword that the account owns already is adopted, also from another resource of this stack, which then leaves it. False: it is an error. One that no longer renews can't be adopted. Default: false.",
            { default: false },
        ),
        adoptOrderId: adoptOrder("It must have acquired the keyword."),
    },
    outputs: {
        ...orderOutputs,
        shortCode: text("The number that texts with the keyword are sent to: `67076`. (GetKeywords' `ShortCode`.)"),
        ...leaseOutputs,
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
    empty: (inputs, operation) => emptySingle(single, String(inputs["keyword"]), inputs, operation),
    read: (...call) => readSingle(single, ...call),
    update: (...call) => updateSingle(single, ...call),
    delete: (_id, state, operation) => removeSingle(single, state, operation),
};

async function check(news: Properties, olds: Properties | undefined, options: CheckOptions): Promise<Checked> {
    const { inputs, failures } = readInputs(news, declaration.inputs);
    failures.push(...checkOrderId(inputs, options));
    const { keyword: value, adoptOwned, adoptOrderId } = inputs;
    if (failures.length > 0 || typeof value !== "string") {
        return { inputs, failures, ...(failures.length === 0 && { attempt: unknownValue }) };
    }
    warnOfShort(value, options);
    await assertAccountOfEarlier(options);
    const before = olds?.["keyword"] === value ? [value] : [];
    const covered =
        adoptOrderId === undefined
            ? await coveredByState(before, adoptOwned === true, (outputs) => readHeld(single, outputs), options)
            : [value];
    const listed = [{ item: value, property: "keyword" }];
    const { failures: unavailable, owned } = await checkAvailability(
        listed,
        { covered, before },
        adoptOwned === true,
        options,
    );
    if (unavailable.length > 0) {
        return { inputs, failures: unavailable };
    }
    const draft = {
        isChanged: olds?.["keyword"] !== value || olds["adoptOwned"] !== adoptOwned,
        missing: (held: Held) => planFor(held, listing(single, value)).order,
        readHeld: (outputs: Properties) => readHeld(single, outputs),
        owned,
    };
    const attempt = await nextAttempt(draft, options);
    const declared = { ...listing(single, value), adoptOrderId: adoptOrderId as string | undefined };
    return {
        inputs,
        failures,
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
    const reasons = hasUnknown(word) ? [...unfinished, onlyIfAnother] : unfinished;
    return differenceOf(plan, reasons, replaced, held, ["shortCode", "account"], options);
}

async function create(news: Properties, operation: Operation): Promise<Created> {
    const word = String(news["keyword"]);
    const before = holdNothing(operation.attempt?.uid ?? newId());
    const outcome = await bring(before, goalOf(listing(single, word), before, news), operation);
    return answerCreate(single, word, news, outcome, operation);
}
