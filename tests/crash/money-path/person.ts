import { orderId } from "../../../provider/callfire/types";
import { diskFiles } from "../../../provider/orders/journal/files";
import { folderStore } from "../../../provider/orders/journal/folderStore";
import type { Entry } from "../../../provider/orders/journal/entry";
import { openJournal } from "../../../provider/orders/journal/journal";
import { nothing } from "../../../provider/orders/items";
import type { Time } from "../../../provider/orders/time";
import type { LedgerOrder, RunningSimulator } from "../../../simulator";

/**
 * What a person does who is told that an order by count is in doubt: looks at CallFire's site, and then
 * `orders adopt <intent> <order id>`, or `orders forget <intent>`. @returns how many were in doubt
 */
export async function settleDoubts(
    folder: string,
    time: Time,
    simulator: RunningSimulator,
    held: readonly string[],
): Promise<number> {
    const journal = openJournal(folderStore(diskFiles(folder)), time);
    const { records } = await journal.read();
    const doubts = records.filter(({ entry }) => entry.phase === "sending");
    const known = new Set(records.flatMap(({ entry }) => entry.orderId ?? []));
    for (const doubt of doubts) {
        const order = simulator
            .ledger()
            .orders.find(
                (candidate) =>
                    !known.has(orderId(candidate.id)) &&
                    !candidate.fulfilled.some((item) => held.includes(item)) &&
                    isOrderOf(candidate, doubt.entry),
            );
        if (order === undefined) {
            await journal.advance(doubt, { phase: "settled", outcome: "forgotten", acquired: nothing });
        } else {
            known.add(orderId(order.id));
            await journal.advance(doubt, { phase: "placed", orderId: orderId(order.id) });
        }
    }
    return doubts.length;
}

function isOrderOf({ ordered, parameters }: LedgerOrder, { wants }: Entry): boolean {
    return (
        (parameters["Numbers"] ?? "") === wants.numbers.join(" ") &&
        (parameters["Keywords"] ?? "") === wants.keywords.join(" ") &&
        ordered.local === (wants.local?.count ?? 0) + wants.numbers.length &&
        ordered.tollFree === wants.tollFree &&
        (parameters["City"] ?? "") === (wants.local?.region?.city ?? "")
    );
}
