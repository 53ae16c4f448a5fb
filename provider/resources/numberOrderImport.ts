import { RefusedError } from "../callfire/errors";
import { orderId } from "../callfire/types";
import { NotTakenOver, OrderUnfinished } from "../orders/errors";
import { listItems } from "../orders/items";
import type { Items } from "../orders/items";
import type { Picture } from "../orders/picture";
import type { Operation } from "../orders/session";
import { isOver } from "../orders/status";
import { endOf } from "../orders/takeOver";
import { itemsOf } from "../orders/waitForOrder";
import { judgeTwice } from "./account";
import { holdNothing } from "./held";
import type { Held } from "./held";
import { readKeyword, readNumber } from "./notation";
import type { NumberOrderInputs } from "./numberOrderState";

/** What an id to import names: an order of CallFire's, or numbers and keywords that the account owns. */
export async function readImport(
    id: string,
    life: string,
    operation: Operation,
): Promise<{ held: Held; inputs: NumberOrderInputs }> {
    const judge = <T>(by: (picture: Picture) => T): Promise<T> => judgeTwice(operation.session, by);
    const number = readNumber(id);
    const isOrder = /^\d{1,19}$/.test(id) && !("value" in number && number.value === id);
    const { items, orders } = isOrder
        ? await readOrder(id, operation)
        : await judge((picture) => readOwned(id, picture));
    const numbers = [...items.localNumbers, ...items.tollFreeNumbers];
    await judge((picture) => assertRenewing(listItems(items), picture));
    return {
        held: { ...holdNothing(life), orders, numbers, tollFree: items.tollFreeNumbers, keywords: items.keywords },
        inputs: {
            ...(numbers.length > 0 && { numbers }),
            ...(items.keywords.length > 0 && { keywords: items.keywords }),
        },
    };
}

async function readOrder(id: string, operation: Operation): Promise<{ items: Items; orders: Held["orders"] }> {
    const { session, signal } = operation;
    const order = orderId(id);
    try {
        const answer = await session.pollClock.turn(order, signal, () => session.client.getNumberOrder(order, signal));
        if (!isOver(answer.status)) {
            throw new OrderUnfinished(order, answer.status, 0, "import it when it is finished");
        }
        const record = {
            id,
            intent: `import-${id}`,
            status: answer.status,
            ...(answer.totalCost !== undefined && { totalCost: answer.totalCost }),
            ...(answer.created !== undefined && { createdAt: answer.created }),
        };
        return { items: itemsOf(answer), orders: [record] };
    } catch (error) {
        throw error instanceof RefusedError
            ? new NotTakenOver(`The account has no order ${id} to import: ${error.words ?? error.what}.`)
            : error;
    }
}

function readOwned(id: string, picture: Picture): { items: Items; orders: Held["orders"] } {
    const localNumbers: string[] = [];
    const tollFreeNumbers: string[] = [];
    const keywords: string[] = [];
    for (const text of id.split(",").map((part) => part.trim())) {
        const number = readNumber(text);
        const owned = "value" in number ? picture.numbers.get(number.value) : undefined;
        const word = readKeyword(text);
        if (owned !== undefined) {
            (owned.tollFree ? tollFreeNumbers : localNumbers).push(owned.number);
        } else if (!("value" in number) && "value" in word && picture.keywords.has(word.value)) {
            keywords.push(word.value);
        } else {
            throw new NotTakenOver(
                `"${text}" can't be imported: the account owns no such number or keyword. ` +
                    `Import an order by its id, or what is owned by "13105551212,13105551213".`,
            );
        }
    }
    const intent = `import-${(localNumbers[0] ?? tollFreeNumbers[0] ?? keywords[0]) as string}`;
    return { items: { localNumbers, tollFreeNumbers, keywords }, orders: [{ intent, status: "taken over" }] };
}

function assertRenewing(items: readonly string[], picture: Picture): void {
    for (const item of items) {
        const lease = picture.numbers.get(item)?.lease ?? picture.keywords.get(item)?.lease;
        if (lease === undefined) {
            throw new NotTakenOver(`${item} can't be imported: the account no longer owns it.`);
        }
        if (!lease.autoRenew) {
            throw new NotTakenOver(`${item} can't be imported: it was released, and its lease ends ${endOf(lease)}.`);
        }
    }
}
