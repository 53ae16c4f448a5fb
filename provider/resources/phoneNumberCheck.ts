import type { Region } from "../callfire/types";
import { localGroup, type Held } from "../orders/held";
import { assertAccountOfEarlier } from "./account";
import { nextAttempt, type AttemptDraft } from "./attempts";
import { checkAvailability, checkOrderId } from "./availability";
import { hasUnknown, readInputs } from "./check";
import { coveredByState } from "./covered";
import { describeCreate } from "./describeCreate";
import { phoneNumberDeclaration } from "./phoneNumberDeclaration";
import { planFor, type Declared } from "./plan";
import { unknownValue, type Checked, type CheckFailure, type CheckOptions, type Properties } from "./resource";
import { listing, readHeld, type Single } from "./single";

/** The inputs, normalised by check: exactly one of the first three is there. */
export interface PhoneNumberInputs {
    readonly number?: string;
    readonly local?: { readonly region?: Region };
    readonly tollFree?: true;
    readonly adoptOwned?: boolean;
    readonly adoptOrderId?: string;
}

const choices = ["number", "local", "tollFree"] as const;

/** The inputs that say which number it is. */
export function choicesIn(inputs: Properties): (typeof choices)[number][] {
    return choices.filter((choice) => inputs[choice] !== undefined);
}

export function declaredBy({ number, local, tollFree }: PhoneNumberInputs): Declared {
    return {
        ...(number !== undefined && { numbers: [number] }),
        ...(local !== undefined && { bulkLocal: { count: 1, ...local } }),
        ...(tollFree === true && { bulkTollFree: { count: 1 } }),
    };
}

/**
 * Whether the number that there is already is what is asked for. A number that came as any may be named afterwards.
 * @param olds inputs or state of before
 */
export function isSameChoice(id: string, olds: Properties, { number, local, tollFree }: PhoneNumberInputs): boolean {
    const before = olds as PhoneNumberInputs;
    if (number !== undefined) {
        return number === id;
    }
    return local !== undefined
        ? before.local !== undefined && localGroup(before.local.region) === localGroup(local.region)
        : before.tollFree === tollFree;
}

/** Refuses what can't be meant or can't be had, by property; answers the inputs in the form that CallFire takes. */
export async function checkPhoneNumber(
    single: Single,
    news: Properties,
    olds: Properties | undefined,
    options: CheckOptions,
): Promise<Checked> {
    const { inputs, failures } = readInputs(news, phoneNumberDeclaration.inputs);
    failures.push(...(failures.length > 0 ? [] : checkChoice(inputs)), ...checkOrderId(inputs, options));
    if (failures.length > 0 || hasUnknown(inputs)) {
        return { inputs, failures, ...(failures.length === 0 && { attempt: unknownValue }) };
    }
    await assertAccountOfEarlier(options);
    const { number, adoptOwned, adoptOrderId } = inputs as PhoneNumberInputs;
    const [choice = "number"] = choicesIn(inputs);
    const current = await currentNumber(olds, inputs, options);
    const name = number ?? current;
    const listed = name === undefined ? [] : [{ item: name, property: choice }];
    const before = name !== undefined && (current !== undefined || olds?.["number"] === number) ? [name] : [];
    const covered =
        adoptOrderId === undefined
            ? await coveredByState(before, adoptOwned === true, (outputs) => readHeld(single, outputs), options)
            : listed.map(({ item }) => item);
    const found = await checkAvailability(listed, { covered, before }, adoptOwned === true, options);
    if (found.failures.length > 0) {
        return { inputs, failures: found.failures };
    }
    const attempt = await nextAttempt(draftOf(single, inputs, olds, current, found.owned), options);
    // Where an earlier attempt has named one already, none is to be named.
    if (typeof attempt === "object" && attempt.unpicked !== undefined && attempt.earlier.length === 0) {
        return { inputs, failures: [{ property: choice, reason: `no number can be named: ${attempt.unpicked}` }] };
    }
    return {
        inputs,
        failures,
        ...(attempt !== undefined && { attempt }),
        ...(await describeCreate({ ...declaredBy(inputs), adoptOrderId }, olds, found.owned, options)),
    };
}

function checkChoice(inputs: Properties): CheckFailure[] {
    const failures: CheckFailure[] = [];
    const [first, second] = choicesIn(inputs);
    if (first === undefined) {
        failures.push({ property: "number", reason: "nothing is asked for: set number, local or tollFree" });
    }
    if (first !== undefined && second !== undefined) {
        const reason = `only one of number, local and tollFree says which number it is, and ${first} is set too`;
        failures.push({ property: second, reason });
    }
    if (inputs["tollFree"] === false) {
        failures.push({ property: "tollFree", reason: "must be true, or left out, not false" });
    }
    return failures;
}

/** The number of a resource that exists and stays: no other resource may list it. */
async function currentNumber(
    olds: Properties | undefined,
    inputs: Properties,
    options: CheckOptions,
): Promise<string | undefined> {
    const number = olds === undefined ? undefined : (await options.outputs())?.["number"];
    return typeof number === "string" && isSameChoice(number, olds ?? {}, inputs) ? number : undefined;
}

function draftOf(
    single: Single,
    inputs: PhoneNumberInputs,
    olds: Properties | undefined,
    current: string | undefined,
    owned: readonly string[],
): AttemptDraft {
    const meaning = ({ number, local, tollFree, adoptOwned }: Properties): string =>
        JSON.stringify([number, local, tollFree, adoptOwned]);
    const declared = current === undefined ? declaredBy(inputs) : listing(single, current);
    return {
        isChanged: olds === undefined || meaning(olds) !== meaning(inputs as Properties),
        missing: (held: Held) => planFor(held, declared).order,
        readHeld: (outputs) => readHeld(single, outputs),
        owned,
        isNamed: true,
    };
}
