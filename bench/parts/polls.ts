import { startSimulator } from "../../simulator/index";
import { programOf } from "../../tests/crash/engine/scenario";
import { login, password } from "../../tests/engine/support/account";
import { secondsOf, sides, stackOf, type Side } from "../contenders";
import { median, type Row, type Table } from "../table";

export interface Polling {
    /** Milliseconds from each answer to the next poll of the account, as the server sees them. */
    readonly gaps: readonly number[];
    readonly pollsAnOrder: number;
    /** Of each order: seconds from its end at CallFire to the answer that told of it. */
    readonly untilKnown: readonly number[];
    readonly upSeconds: number;
}

/** One `up` of so many orders at once, that take so long at CallFire. */
export async function measurePolls(side: Side, orders: number, orderSeconds: number): Promise<Polling> {
    const simulator = await startSimulator({ login, password, orderSeconds });
    const lines = Array.from({ length: orders }, (_, index) => {
        const inputs = { bulkLocal: { count: 1, region: { city: "Seattle", state: "WA" } } };
        return `new NumberOrder("item-${index}", ${JSON.stringify(inputs)});`;
    });
    try {
        const stack = await stackOf(side, programOf(...lines), simulator);
        try {
            const upSeconds = await secondsOf(() => stack.up());
            const ledger = simulator.ledger();
            const posts = ledger.requests.filter(({ method, path }) => method === "POST" && path === "/number/order");
            const ends = posts.map(({ answeredAt = Number.NaN }) => answeredAt + orderSeconds * 1000);
            const untilKnown = ledger.orders.map(({ id }, index) => {
                const last = ledger.polls.findLast(({ orderId }) => orderId === id);
                return ((last?.answeredAt ?? Number.NaN) - (ends[index] ?? Number.NaN)) / 1000;
            });
            return { gaps: ledger.pollGaps, pollsAnOrder: ledger.polls.length / orders, untilKnown, upSeconds };
        } finally {
            stack.remove();
        }
    } finally {
        await simulator.close();
    }
}

export async function tableOfPolls({ orders, runs }: { orders: number; runs: number }): Promise<Table> {
    const orderSeconds = 10;
    const rows: Row[] = [];
    for (const count of [1, orders]) {
        const measured: Record<Side, Polling[]> = { ours: [], handWritten: [] };
        for (let run = 0; run < runs; run++) {
            for (const side of sides) measured[side].push(await measurePolls(side, count, orderSeconds));
        }
        const row = (what: string, unit: string, of: (all: Polling[]) => number): Row => ({
            what: `${count === 1 ? "1 order" : `${count} orders at once`}: ${what}`,
            unit,
            ours: of(measured.ours),
            handWritten: of(measured.handWritten),
        });
        const gaps = (all: Polling[]): number[] => all.flatMap((polling) => polling.gaps);
        rows.push(
            row("shortest gap between polls", "ms", (all) => Math.min(...gaps(all))),
            row("median gap between polls", "ms", (all) => median(gaps(all))),
            row("polls an order, median", "", (all) => median(all.map(({ pollsAnOrder }) => pollsAnOrder))),
            row("from done to known, median", "s", (all) => median(all.flatMap(({ untilKnown }) => untilKnown))),
            row("from done to known, longest", "s", (all) => Math.max(...all.flatMap(({ untilKnown }) => untilKnown))),
            row("the whole `up`, median", "s", (all) => median(all.map(({ upSeconds }) => upSeconds))),
        );
    }
    return { title: `Polls of orders that take ${orderSeconds} s; an account may be asked once a second`, rows };
}
