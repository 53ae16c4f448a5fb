import { parseFault, startSimulator, type RunningSimulator } from "../../simulator/index";
import { booksOf, paidFor } from "../../tests/crash/balance";
import { DeclaredProgram } from "../../tests/crash/engine/declared";
import { login, password } from "../../tests/engine/support/account";
import { ordersAreOver, stackOf, type Side } from "../contenders";
import type { Row, Table } from "../table";

/** Every fault that the simulator has, on each request that it may hit, as its own flags. */
export const faults = [
    "lostAnswer",
    "cutBefore",
    "slow=0,answer=40000:POST:/number/order",
    "slow=0,answer=40000:GET:/number/order/*",
    "status=500:POST:/number/order",
    "status=500,processed=true:POST:/number/order",
    "status=503,retryAfter=1:POST:/number/order",
    "status=503,retryAfter=1:GET:/number/order/*:1-3",
    "html:POST:/number/order",
    "html=502,processed=true:POST:/number/order",
    "html:GET:/number/order/*:1-3",
    "truncated:POST:/number/order",
    "truncated=true:POST:/number/order",
    "truncated:GET:/number/order/*",
    "entityBomb:POST:/number/order",
    "entityBomb:GET:/number/order/*",
    "prefix=x,payload=y",
    "noId",
    "repeatedId",
    "largeIds",
    "rejectPost",
    "finalStatus=VOID,fulfilled=0",
    "finalStatus=ERRORED,fulfilled=1",
    "shortfall=1",
    "hold",
    "grow",
    "duration=5",
    "lease=2099-12-31",
    "boughtElsewhere",
    "soldElsewhere",
    "alreadyAcquired:POST:/number/order:2",
    "orderNotVisible=3",
    "lateFulfilled=3",
    "unknownStatus",
    "plusSign",
    "listLag=5",
    "numberLag=5",
    "salesTax",
    "bareOrders",
    "oddPages",
] as const;

/** What a run and, where it failed, one repetition come to: `survived`, or what is wrong. */
export async function measureFault(side: Side, fault: string): Promise<string> {
    const program = new DeclaredProgram({
        // Alike, so that it is all the same which of them a fault hits.
        resources: [
            { name: "item-0", kind: "local", city: "Seattle", count: 2 },
            { name: "item-1", kind: "local", city: "Oakland", count: 2 },
        ],
    });
    const simulator = await startSimulator({ login, password, orderSeconds: 1, faults: [parseFault(fault)] });
    const settling = fault === "hold" ? settleNowAndThen(simulator) : undefined;
    try {
        const stack = await stackOf(side, program.files(), simulator);
        try {
            let { exitCode } = await stack.up();
            if (exitCode !== 0) ({ exitCode } = await stack.up());
            await ordersAreOver(simulator);
            // By order: what another program of the account buys is not ours.
            const paid = new Set(paidFor(simulator));
            const bought = simulator
                .ledger()
                .orders.flatMap(({ fulfilled }) => fulfilled.filter((item) => paid.has(item)));
            // A number is the same in every notation.
            const held = booksOf(await stack.state()).items.map((item) => item.replace(/^\+/, ""));
            return verdict(bought, held, exitCode === 0);
        } finally {
            stack.remove();
        }
    } finally {
        clearInterval(settling);
        await simulator.close();
    }
}

export async function tableOfFaults(): Promise<Table> {
    const rows: Row[] = [];
    for (let place = 0; place < faults.length; place += atOnce) {
        rows.push(...(await Promise.all(faults.slice(place, place + atOnce).map(rowOf))));
    }
    const count = (side: Side): number => rows.filter((row) => row[side] === survived).length;
    const total = { what: `survived, of ${faults.length}`, ours: count("ours"), handWritten: count("handWritten") };
    return { title: "Faults of the simulator, each under a stack of 2 orders of 2 numbers", rows: [...rows, total] };
}

/** Nothing here is timed, and much of it is waiting. */
const atOnce = 2;

async function rowOf(fault: string): Promise<Row> {
    const [ours, handWritten] = await Promise.all([measureFault("ours", fault), measureFault("handWritten", fault)]);
    console.error(`${fault}: ours ${ours}, hand-written ${handWritten}`);
    return { what: `\`${fault}\``, ours, handWritten };
}

const survived = "survived";
const declared = 4;

function verdict(bought: readonly string[], held: readonly string[], isAtEnd: boolean): string {
    const excess = bought.length - declared;
    const lost = bought.filter((item) => !held.includes(item)).length;
    const foreign = held.filter((item) => !bought.includes(item)).length;
    const missing = Math.max(0, declared - held.length);
    const wrong = [
        excess > 0 ? `${excess} bought twice` : "",
        lost > 0 ? `${lost} lost` : "",
        foreign > 0 ? `${foreign} held without being paid for` : "",
        missing > 0 ? `${missing} missing${isAtEnd ? " without a word" : ""}` : "",
        isAtEnd ? "" : "failed",
    ].filter((words) => words !== "");
    return wrong.length === 0 ? survived : wrong.join(", ");
}

/** Somebody at CallFire sees to an order that stays where it is. */
function settleNowAndThen(simulator: RunningSimulator): NodeJS.Timeout {
    return setInterval(() => {
        for (const { id, status } of simulator.ledger().orders) {
            if (status === "PROCESSING") void simulator.settleOrder(id);
        }
    }, 4_000);
}
