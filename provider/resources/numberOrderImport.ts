import { RefusedError } from "../callfire/errors";
import { isId, orderId } from "../callfire/types";
import { NotAdopted, OrderUnfinished } from "../orders/errors";
import { listItems, type Items } from "../orders/items";
import type { Snapshot } from "../orders/snapshot";
import type { Operation } from "../orders/session";
import { isOver } from "../orders/status";
import { endOf } from "../orders/ownership";
import { itemsOf } from "../orders/wait";
import { judgeTwice } from "./judgeTwice";
import { adopted, holdNothing, type Held } from "../orders/held";
import { readKeyword, readNumber } from "./notation";
import type { NumberOrderInputs } from "./numberOrderState";

/** What an id to import names: an order of CallFire's, or numbers and keywords that the account owns. */
export async function readImport(
    id: string,
    uid: string,
    operation: Operation,
): Promise<{ held: Held; inputs: NumberOrderInputs }> {
    const judge = <T>(by: (snapshot: Snapshot) => T): Promise<T> => judgeTwice(operation.session, by);
    const number = readNumber(id);
    const isOrder = isId(id) && !("value" in number && number.value === id);
    const { items, orders } = isOrder
        ? await readOrder(id, operation)
        : await judge((snapshot) => readOwned(id, snapshot));
    const numbers = [...items.localNumbers, ...items.tollFreeNumbers];
    await judge((snapshot) => assertRenewing(listItems(items), snapshot));
    return {
        held: { ...holdNothing(uid), orders, numbers, tollFree: items.tollFreeNumbers, keywords: items.keywords },
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
        const answer = await session.pollLimiter.turn(order, signal, () =>
            session.client.getNumberOrder(order, signal),
        );
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
        if (!(error instanceof RefusedError)) {
            throw error;
        }
        const number = readNumber(id);
        const hint =
            "value" in number ? ` It is read as the id of an order; for the number, write ${number.value}.` : "";
        throw new NotAdopted(`The account has no order ${id} to import: ${error.words ?? error.what}.${hint}`);
    }
}

function readOwned(id: string, snapshot: Snapshot): { items: Items; orders: Held["orders"] } {
    const names = { localNumbers: new Set<string>(), tollFreeNumbers: new Set<string>(), keywords: new Set<string>() };
    for (const text of id.split(",").map((part) => part.trim())) {
        const number = readNumber(text);
        const owned = "value" in number ? snapshot.numbers.get(number.value) : undefined;
        const word = readKeyword(text);
        if (owned !== undefined) {
            names[owned.tollFree ? "tollFreeNumbers" : "localNumbers"].add(owned.number);
        } else if (!("value" in number) && "value" in word && snapshot.keywords.has(word.value)) {
            names.keywords.add(word.value);
        } else {
            throw new NotAdopted(
                `"${text}" can't be imported: the account owns no such number or keyword. ` +
                    `Import an order by its id, or what is owned by "13105551212,13105551213".`,
            );
        }
    }
    const items = {
        localNumbers: [...names.localNumbers],
        tollFreeNumbers: [...names.tollFreeNumbers],
        keywords: [...names.keywords],
    };
    return { items, orders: [{ intent: `import-${listItems(items)[0] ?? id}`, status: adopted }] };
}

function assertRenewing(items: readonly string[], snapshot: Snapshot): void {
    for (const item of items) {
        const lease = snapshot.numbers.get(item)?.lease ?? snapshot.keywords.get(item)?.lease;
        if (lease === undefined) {
            throw new NotAdopted(`${item} can't be imported: the account no longer owns it.`);
        }
        if (!lease.autoRenew) {
            throw new NotAdopted(`${item} can't be imported: it was released, and its lease ends ${endOf(lease)}.`);
        }
    }
}
