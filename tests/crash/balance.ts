import assert from "node:assert/strict";
import type { RunningSimulator } from "../../simulator/index";
import type { Deployment, ResourceState } from "../engine/support/checkpoint";

/** What the state of a stack says it holds. */
export interface Books {
    readonly orders: readonly string[];
    /** Numbers and keywords, once for each resource that holds them. */
    readonly items: readonly string[];
}

/** Reads all resources of both adapters. A resource that waits for its deletion holds nothing of its own any more. */
export function booksOf(deployment: Deployment): Books {
    const ours = deployment.resources.filter(({ type }) => type.includes("callfire"));
    return {
        orders: ours.flatMap(ordersOf),
        items: ours.filter((resource) => resource.delete !== true).flatMap(itemsOf),
    };
}

export function itemsOf({ outputs = {} }: Pick<ResourceState, "outputs">): string[] {
    const numbers = (outputs["acquiredNumbers"] as string[] | undefined) ?? [];
    const keywords = (outputs["acquiredKeywords"] as string[] | undefined) ?? [];
    const keyword = outputs["shortCode"] === undefined ? undefined : outputs["keyword"];
    const number = outputs["nationalFormat"] === undefined ? undefined : outputs["number"];
    return [...numbers, ...keywords, ...[keyword, number].filter((name) => typeof name === "string")];
}

function ordersOf({ outputs = {} }: ResourceState): string[] {
    const { orders: hidden } = (outputs["__held"] ?? {}) as { orders?: unknown };
    const orders = (outputs["orders"] ?? hidden ?? []) as { id?: string }[];
    return orders.flatMap(({ id }) => (id === undefined ? [] : [id]));
}

/** Numbers and keywords that the account pays for: owned, and renewed. */
export function paidFor(simulator: RunningSimulator): string[] {
    const { numbers, keywords } = simulator.ledger().owned;
    return [...numbers, ...keywords].filter(({ autoRenew }) => autoRenew).map(({ value }) => value);
}

/**
 * Orders placed are orders in the state, and what is paid for is what the state holds: each once.
 * @param expected how many orders CallFire may have seen
 */
export function assertBalanced(simulator: RunningSimulator, deployment: Deployment, expected: number): void {
    const { orders } = simulator.ledger();
    const books = booksOf(deployment);
    assert.equal(orders.length, expected, `orders placed: ${JSON.stringify(orders, undefined, 1)}`);
    assert.deepEqual([...books.items].sort(), paidFor(simulator).sort(), "held by the state, and paid for");
    const paid = paidFor(simulator);
    for (const { id, fulfilled } of orders) {
        // An order whose answer was lost has no id in the state, but what it brought is there, or released again.
        const isFound = fulfilled.every((item) => books.items.includes(item) || !paid.includes(item));
        assert(books.orders.includes(id) || isFound, `order ${id} is in no state`);
    }
    for (const gap of simulator.ledger().pollGaps) {
        assert(gap >= 1000, `polls ${String(gap)} ms apart`);
    }
}
