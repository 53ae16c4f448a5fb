import type { ItemKind } from "./account";
import { badRequest } from "../http/errors";
import { isNorthAmericanNumber, isTollFree } from "../geography/inventory";
import { integerFrom, withoutPlus, wordsFrom } from "../http/requests";
import { regionFrom, type Region } from "../geography/regions";

export interface OrderRequest {
    readonly numbers: readonly string[];
    /** Upper case. */
    readonly keywords: readonly string[];
    readonly localCount: number;
    readonly tollFreeCount: number;
    readonly region: Region;
}

/** Protects the simulator, not an account: nobody rehearses with more. */
const mostItems = 10_000;

export function orderRequestFrom(parameters: ReadonlyMap<string, string>): OrderRequest {
    const numbers = wordsFrom(parameters, "Numbers").map(withoutPlus);
    for (const number of numbers) {
        if (!isNorthAmericanNumber(number)) {
            throw badRequest(`Numbers is not valid: ${number}`);
        }
    }
    const request = {
        numbers: withoutRepeats("Numbers", numbers),
        keywords: withoutRepeats("Keywords", wordsFrom(parameters, "Keywords").map(keywordFrom)),
        localCount: integerFrom(parameters, "localCount") ?? 0,
        tollFreeCount: integerFrom(parameters, "tollFreeCount") ?? 0,
        region: regionFrom(parameters),
    };
    const total = request.numbers.length + request.keywords.length + request.localCount + request.tollFreeCount;
    if (total === 0) {
        throw badRequest("no numbers or keywords were asked for");
    }
    if (total > mostItems) {
        throw badRequest(`an order of ${total} numbers and keywords is too large`);
    }
    return request;
}

/** [open] decisions/0029: case does not tell keywords apart. */
export function keywordFrom(text: string): string {
    if (!/^[A-Za-z0-9]{1,64}$/.test(text)) {
        throw badRequest(`Keywords is not valid: ${text}`);
    }
    return text.toUpperCase();
}

export function orderedOf(request: OrderRequest): Record<ItemKind, number> {
    const tollFree = request.numbers.filter(isTollFree).length;
    return {
        local: request.numbers.length - tollFree + request.localCount,
        tollFree: tollFree + request.tollFreeCount,
        keyword: request.keywords.length,
    };
}

function withoutRepeats(name: string, values: readonly string[]): readonly string[] {
    const repeated = values.find((value, index) => values.indexOf(value) !== index);
    if (repeated !== undefined) {
        throw badRequest(`${name} names ${repeated} twice`);
    }
    return values;
}
