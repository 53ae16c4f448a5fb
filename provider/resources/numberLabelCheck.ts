import type { Had } from "../orders/attempt";
import type { Operation } from "../orders/session";
import { assertAccountOfEarlier } from "./account";
import { nextAttempt } from "./attempts";
import { checkTypes, compact, hasUnknown } from "./check";
import { readNumbers, textsOf } from "./inputs";
import { numberLabelDeclaration } from "./numberLabelDeclaration";
import { compareNumbers, groupBefores, handedOver } from "./numbersBefore";
import type { Befores } from "./numbersBefore";
import { unknownValue } from "./resource";
import type { CallOptions, Checked, CheckFailure, CheckOptions, Properties } from "./resource";
import { draftWithoutOrder } from "./uidMark";

/** Refuses what can't be meant, by property; notes which of the numbers that join carry the label already. */
export async function check(news: Properties, olds: Properties | undefined, options: CheckOptions): Promise<Checked> {
    const given = compact(news);
    const failures = checkTypes(given, numberLabelDeclaration.inputs);
    if (failures.length > 0) {
        return { inputs: given, failures };
    }
    const { label } = given;
    const inputs = {
        ...given,
        label: typeof label === "string" ? label.trim() : label,
        numbers: readNumbers(given["numbers"], "numbers", failures),
    };
    if (inputs.label === "") {
        failures.push({ property: "label", reason: "must not be empty" });
    }
    failures.push(...checkOthers(inputs, options));
    if (failures.length > 0) {
        return { inputs, failures };
    }
    await assertAccountOfEarlier(options);
    if (hasUnknown(inputs)) {
        return { inputs, failures, attempt: unknownValue };
    }
    const { joining, isChanged } = await compareNumbers(numberLabelDeclaration, olds, inputs, options);
    const attempt = await nextAttempt(draftWithoutOrder(isChanged), options);
    if (attempt === undefined || attempt === unknownValue || attempt === options.previous) {
        return { inputs, failures, ...(attempt !== undefined && { attempt }) };
    }
    const befores = await lookBefore(inputs, joining, options);
    return { inputs, failures, attempt: { ...attempt, before: groupBefores(befores) } };
}

/** Where CallFire can't be reached it is asked once more when they are labelled. */
async function lookBefore(inputs: Properties, numbers: readonly string[], options: CheckOptions): Promise<Befores> {
    const { session, signal } = options;
    if (session === undefined) {
        return new Map();
    }
    const taken = await handedOver(numbers, inputs, options);
    const others = numbers.filter((number) => !taken.has(number));
    const found = await carriers(String(inputs["label"]), others, { session, signal }).catch(
        () => new Map<string, Had>(),
    );
    return new Map([...taken, ...found]);
}

/** Which of them carry the label now. */
export async function carriers(
    label: string,
    numbers: readonly string[],
    { session, signal }: Pick<Operation, "session" | "signal">,
): Promise<Befores> {
    const carrying = numbers.length === 0 ? [] : await session.client.listLabelled(label, signal);
    return new Map(numbers.map((number) => [number, carrying.includes(number) ? { labelled: true } : {}]));
}

function checkOthers({ label, numbers }: Properties, { session, owner }: CallOptions): CheckFailure[] {
    if (typeof label !== "string") {
        return [];
    }
    return textsOf(numbers).flatMap((number, index) => {
        const other = owner && session?.memory.noteListing(listingOf(label, number), owner.urn);
        return other === undefined
            ? []
            : [{ property: `numbers[${String(index)}]`, reason: `${number} is labelled ${label} by ${other} too` }];
    });
}

/** Under which name the program's resources tell each other who labels a number. */
export function listingOf(label: string, number: string): string {
    return `label ${label} of ${number}`;
}
