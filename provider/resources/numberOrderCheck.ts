import { countWanted, defaultMaxItems } from "../orders/items";
import { assertAccountOfEarlier } from "./account";
import { nextAttempt, type AttemptDraft } from "./attempts";
import { checkAvailability, checkOrderId } from "./availability";
import { hasUnknown, readInputs } from "./check";
import { coveredByState } from "./covered";
import { describeCreate } from "./describeCreate";
import { itemsIn } from "./inputs";
import { findMoving, nothingMoves, type Moving } from "./moving";
import { warnOfShort } from "./notation";
import { numberOrderDeclaration } from "./numberOrderDeclaration";
import { readHeld, type NumberOrderInputs } from "./numberOrderState";
import { planFor, wantsOf, type Declared } from "./plan";
import { unknownValue, type Checked, type CheckFailure, type CheckOptions, type Properties } from "./resource";

/** Refuses what can't be meant or can't be had, by property; answers the inputs in the form that CallFire takes. */
export async function checkNumberOrder(
    news: Properties,
    olds: Properties | undefined,
    options: CheckOptions,
): Promise<Checked> {
    const { inputs, failures } = readInputs(news, numberOrderDeclaration.inputs);
    failures.push(...checkOrderId(inputs, options));
    // What is wrong in itself would be told a second time, as nothing or as too much.
    if (failures.length === 0 && !hasUnknown(inputs)) {
        failures.push(...checkCount(inputs, options.session?.maxItemsPerOrder ?? defaultMaxItems));
    }
    const keywords = itemsIn(inputs, "keywords");
    keywords.forEach(({ item }) => warnOfShort(item, options));
    if (failures.length > 0) {
        return { inputs, failures };
    }
    await assertAccountOfEarlier(options);
    const listed = [...itemsIn(inputs, "numbers"), ...keywords];
    const before = [olds?.["numbers"] ?? [], olds?.["keywords"] ?? []].flat() as string[];
    const adoptOwned = inputs["adoptOwned"] === true;
    const covered =
        inputs["adoptOrderId"] === undefined
            ? await coveredByState(before, adoptOwned, readHeld, options)
            : listed.map(({ item }) => item);
    const found = await checkAvailability(listed, { covered, before }, adoptOwned, options);
    if (found.failures.length > 0) {
        return { inputs, failures: found.failures };
    }
    const told = await describeCreate(inputs, olds, found.owned, options);
    if (hasUnknown(inputs)) {
        return { inputs, failures, attempt: unknownValue, ...told };
    }
    const outputs = await options.outputs();
    const moving = outputs === undefined ? nothingMoves : (await findMoving(inputs, options))(readHeld(outputs));
    const attempt = await nextAttempt(draftOf(inputs, olds, found.owned, moving), options);
    return { inputs, failures, ...(attempt !== undefined && { attempt }), ...told };
}

function draftOf(
    inputs: NumberOrderInputs,
    olds: Properties | undefined,
    owned: readonly string[],
    moving: Moving,
): AttemptDraft {
    const meaning = ({ numbers, keywords, bulkLocal, bulkTollFree, adoptOwned, allowPartial }: Properties): string =>
        JSON.stringify([numbers, keywords, bulkLocal, bulkTollFree, adoptOwned, allowPartial]);
    return {
        isChanged: olds === undefined || moving.size > 0 || meaning(olds) !== meaning(inputs as Properties),
        missing: (held) => planFor(held, inputs, moving).order,
        readHeld,
        owned,
    };
}

function checkCount(inputs: Declared, max: number): CheckFailure[] {
    const wants = wantsOf(inputs);
    const count = countWanted(wants);
    if (count === 0) {
        const reason = "nothing is asked for: set numbers, keywords, bulkLocal or bulkTollFree";
        return [{ property: "numbers", reason }];
    }
    if (count <= max) {
        return [];
    }
    const counts: readonly (readonly [string, number])[] = [
        ["bulkLocal.count", wants.local?.count ?? 0],
        ["bulkTollFree.count", wants.tollFree],
        ["numbers", wants.numbers.length],
        ["keywords", wants.keywords.length],
    ];
    const largest = counts.reduce((most, one) => (one[1] > most[1] ? one : most));
    const reason =
        `${count} items are more than callfire:maxItemsPerOrder (CALLFIRE_MAX_ITEMS_PER_ORDER) allows: ${max}. ` +
        `If they are meant, raise it`;
    return [{ property: largest[0], reason }];
}
