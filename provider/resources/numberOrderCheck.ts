import { countWanted, defaultMaxItems } from "../orders/items";
import { assertAccountOfEarlier } from "./account";
import { nextAttempt } from "./attempts";
import type { AttemptDraft } from "./attempts";
import { checkAvailability, checkOrderId } from "./availability";
import { coveredByState } from "./covered";
import type { Listed } from "./availability";
import { checkTypes, compact, describeValue, hasUnknown } from "./check";
import { describeCreate } from "./describeCreate";
import { readList } from "./inputs";
import { findMoving, nothingMoves } from "./moving";
import type { Moving } from "./moving";
import { readKeyword, readNumber, warnOfShort } from "./notation";
import { numberOrderDeclaration } from "./numberOrderDeclaration";
import { readHeld } from "./numberOrderState";
import type { NumberOrderInputs } from "./numberOrderState";
import { planFor, wantsOf } from "./plan";
import type { Declared } from "./plan";
import { readRegion } from "./region";
import { unknownValue } from "./resource";
import type { Checked, CheckFailure, CheckOptions, Properties } from "./resource";

/** Refuses what can't be meant or can't be had, by property; answers the inputs in the form that CallFire takes. */
export async function checkNumberOrder(
    news: Properties,
    olds: Properties | undefined,
    options: CheckOptions,
): Promise<Checked> {
    const given = compact(news);
    const failures = checkTypes(given, numberOrderDeclaration.inputs);
    if (failures.length > 0) {
        return { inputs: given, failures };
    }
    const numbers = readList(given["numbers"], "numbers", readNumber, failures);
    const keywords = readList(given["keywords"], "keywords", readKeyword, failures);
    const inputs = compact({
        ...given,
        numbers: numbers.values,
        keywords: keywords.values,
        bulkLocal: readBulk(given["bulkLocal"], "bulkLocal", failures),
        bulkTollFree: readBulk(given["bulkTollFree"], "bulkTollFree", failures),
    });
    const adoptOrderId = given["adoptOrderId"];
    failures.push(...checkOrderId(adoptOrderId, options));
    // What is wrong in itself would be told a second time, as nothing or as too much.
    if (failures.length === 0 && !hasUnknown(inputs)) {
        failures.push(...checkCount(inputs, options.session?.maxItemsPerOrder ?? defaultMaxItems));
    }
    keywords.items.forEach(({ item }) => warnOfShort(item, options));
    if (failures.length > 0) {
        return { inputs, failures };
    }
    await assertAccountOfEarlier(options);
    const listed: Listed[] = [
        ...numbers.items.map((one) => ({ ...one, kind: "number" as const })),
        ...keywords.items.map((one) => ({ ...one, kind: "keyword" as const })),
    ];
    const before = [olds?.["numbers"] ?? [], olds?.["keywords"] ?? []].flat() as string[];
    const adoptOwned = given["adoptOwned"] === true;
    const covered =
        adoptOrderId === undefined
            ? await coveredByState(before, adoptOwned, readHeld, options)
            : listed.map(({ item }) => item);
    const found = await checkAvailability(listed, covered, adoptOwned, options);
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

function readBulk(value: unknown, name: string, failures: CheckFailure[]): unknown {
    if (typeof value !== "object" || value === null) {
        return value;
    }
    const { count, region, ...rest } = value as Properties;
    if (typeof count === "number" && count < 1) {
        failures.push({
            property: `${name}.count`,
            reason: `must be a whole number above 0, not ${describeValue(count)}`,
        });
    }
    return { ...rest, count, region: readRegion(region, `${name}.region`, failures) };
}

function checkCount(inputs: Declared, max: number): CheckFailure[] {
    const wants = wantsOf(inputs);
    const count = countWanted(wants);
    if (count === 0) {
        return [
            {
                property: "numbers",
                reason: "nothing is asked for: set numbers, keywords, bulkLocal or bulkTollFree",
            },
        ];
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
    return [
        {
            property: largest[0],
            reason:
                `${String(count)} items are more than callfire:maxItemsPerOrder (CALLFIRE_MAX_ITEMS_PER_ORDER) allows: ${String(max)}. ` +
                `If they are meant, raise it`,
        },
    ];
}
