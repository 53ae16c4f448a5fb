import { startSimulator } from "../../simulator/index";
import { bulk, programOf } from "../../tests/crash/engine/scenario";
import { login, password } from "../../tests/engine/support/account";
import { secondsOf, stackOf, type Side } from "../contenders";
import type { Row, Table } from "../table";

/** Requests, polls aside, that an order and its release cost in an account that owns so many numbers. */
export async function countRequests(
    side: Side,
    owned: number,
): Promise<{ readonly order: number; readonly release: number }> {
    const simulator = await startSimulator({ login, password, orderSeconds: 0 });
    const counted = async (work: () => Promise<unknown>): Promise<number> => {
        simulator.clearRequests();
        await work();
        return simulator.ledger().requests.filter(({ path }) => !/^\/number\/order\/\d+$/.test(path)).length;
    };
    try {
        if (owned > 0) await simulator.stockUp({ count: owned });
        const stack = await stackOf(side, programOf(bulk(2)), simulator);
        try {
            const order = await counted(() => secondsOf(() => stack.up()));
            const release = await counted(() => secondsOf(() => stack.destroy()));
            return { order, release };
        } finally {
            stack.remove();
        }
    } finally {
        await simulator.close();
    }
}

export async function tableOfRequests({ owned }: { owned: number }): Promise<Table> {
    const rows: Row[] = [];
    for (const size of [0, owned]) {
        const [ours, handWritten] = [await countRequests("ours", size), await countRequests("handWritten", size)];
        const account = `an account that owns ${size.toLocaleString("en")} numbers`;
        rows.push(
            { what: `order of 2 numbers in ${account}`, ours: ours.order, handWritten: handWritten.order },
            { what: `their release in ${account}`, ours: ours.release, handWritten: handWritten.release },
        );
    }
    return { title: "Requests beside the polls", rows };
}
