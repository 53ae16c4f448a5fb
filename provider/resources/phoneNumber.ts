import type { Attempt } from "../orders/attempt";
import { holdNothing, isUnfinished, localGroup, tollFreeGroup, type Held } from "../orders/held";
import { isTollFree, listPicks, noPicks, noWants, type Picks } from "../orders/items";
import type { Operation } from "../orders/session";
import { newId } from "./attempts";
import { hasUnknown } from "./check";
import { bring, tellLapsing } from "./lifecycle";
import { readNumber } from "./notation";
import { checkPhoneNumber, choicesIn, declaredBy, isSameChoice, type PhoneNumberInputs } from "./phoneNumberCheck";
import { phoneNumberDeclaration } from "./phoneNumberDeclaration";
import { planFor } from "./plan";
import type { Created, Difference, DiffOptions, Properties, Resource } from "./resource";
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
import { statusOf, totalCostOf } from "./state";
import { describeUnfinished } from "./unfinished";

const single: Single = {
    property: "number",
    read: readNumber,
    ownedIn: ({ numbers }, name) => numbers.get(name),
    outputsOf: (name, { orders }, owned) => ({
        number: name,
        isTollFree: isTollFree(name),
        orderId: orders.find(({ id }) => id !== undefined)?.id,
        status: statusOf(orders),
        totalCost: totalCostOf(orders),
        ...(owned !== undefined &&
            "number" in owned && {
                nationalFormat: owned.nationalFormat,
                ...(Object.keys(owned.region).length > 0 && { region: owned.region }),
            }),
    }),
};

/** One number. Its Pulumi id is the number, known as soon as anything may have been bought (decisions/0050). */
export const phoneNumber: Resource = {
    token: "callfire:index:PhoneNumber",
    declaration: phoneNumberDeclaration,
    check: (...call) => checkPhoneNumber(single, ...call),
    diff,
    create,
    empty: (inputs, operation) => {
        const name = (inputs as PhoneNumberInputs).number ?? listPicks(operation.attempt?.picks)[0];
        return name === undefined ? undefined : emptySingle(single, name, inputs, operation);
    },
    read: (...call) => readSingle(single, ...call),
    update: (...call) => updateSingle(single, ...call),
    delete: (_id, state, operation) => removeSingle(single, state, operation),
};

async function diff(id: string, olds: Properties, news: Properties, options: DiffOptions): Promise<Difference> {
    const inputs = news as PhoneNumberInputs;
    const held = readHeld(single, olds);
    const unfinished = await describeUnfinished(held, olds, options);
    tellLapsing(held.lapsing, options.session?.account, options);
    // Of "any" number another one will do; a number that was named is ordered again, like any listed one.
    const couldNotBeHad = inputs.number === undefined && unfinished.length === 0 && isOverWithout(id, held);
    if (isSameChoice(id, olds, inputs) && !couldNotBeHad) {
        const stables = ["number", "nationalFormat", "isTollFree", "region", "account"];
        return differenceOf(planFor(held, listing(single, id)), unfinished, [], held, stables, options);
    }
    const plan = planFor(held, hasUnknown(news) ? {} : declaredBy(inputs));
    const reasons = [
        ...unfinished,
        ...(couldNotBeHad ? [`${id} could not be had`] : hasUnknown(news) ? [onlyIfAnother] : []),
    ];
    return differenceOf({ ...plan, release: planFor(held, {}).release }, reasons, choicesIn(news), held, [], options);
}

async function create(news: Properties, operation: Operation): Promise<Created> {
    const inputs = news as PhoneNumberInputs;
    const before = holdNothing(operation.attempt?.uid ?? newId());
    const goal = { ...goalOf(declaredBy(inputs), before, news), isNamed: true };
    const { value, problem } = await bring(before, goal, operation);
    const number = numberOf(inputs, value, operation.attempt);
    if (number === undefined) {
        // What earlier attempts may bring the engine remembers by itself, until something has come of it.
        throw problem ?? new Error("CallFire named no number.");
    }
    const held = settleOn(number, value);
    return answerCreate(single, number, news, { value: held, ...(problem && { problem }) }, operation);
}

/** Which number it is: the one that has arrived, or else the only one that can, because an order names what it buys. */
function numberOf(inputs: PhoneNumberInputs, held: Held, attempt: Attempt | undefined): string | undefined {
    if (inputs.number !== undefined) {
        return inputs.number;
    }
    const group = groupOf(inputs);
    const lost = held.unresolved
        .filter(({ id }) => id === attempt?.id)
        .map(({ wants, picks }) => ({ ...wants, picks }));
    // An order of an interrupted run may be for what was declared then.
    const asked = [...Object.values(held.wants), ...lost].filter(
        ({ local, tollFree }) => group === (tollFree > 0 ? tollFreeGroup : localGroup(local?.region)),
    );
    return held.bulk[group]?.[0] ?? asked.flatMap(({ picks }) => listPicks(picks))[0];
}

function groupOf({ local, tollFree }: PhoneNumberInputs): string {
    return tollFree === true ? tollFreeGroup : localGroup(local?.region);
}

/** From now on it is about this number alone, as if it had been named: no other may take its place under this id. */
function settleOn(number: string, held: Held): Held {
    const named = { ...noWants, numbers: [number] };
    const isIt = ({ picks }: { readonly picks?: Picks }): boolean => listPicks(picks)[0] === number;
    const wants = Object.entries(held.wants).map(([intent, asked]) => [intent, isIt(asked) ? named : asked] as const);
    const unresolved = held.unresolved.map((attempt) =>
        isIt(attempt) ? { ...attempt, wants: named, picks: noPicks } : attempt,
    );
    return { ...held, bulk: {}, wants: Object.fromEntries(wants), unresolved };
}

/** Nothing has come, and nothing can come any more. */
function isOverWithout(id: string, held: Held): boolean {
    return !held.numbers.includes(id) && !isUnfinished(held) && held.unresolved.length === 0;
}
