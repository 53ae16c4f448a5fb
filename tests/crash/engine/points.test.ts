import type { Fault, Ledger } from "../../../simulator/index";
import type { AdapterName } from "./adapters";
import { bulk, programOf, Scenario, sideBySide, type Victim } from "./scenario";

/** The moments of an order at which something may die, and how to hold them long enough to hit. */
const points: readonly {
    readonly name: string;
    readonly faults: readonly Fault[];
    readonly moment: (scenario: Scenario) => Promise<void>;
}[] = [
    {
        name: "before its order has left",
        // What is asked before an order leaves takes its time, whatever it is.
        faults: [{ effect: { kind: "slow", before: 700 }, match: { method: "GET", to: 6 } }],
        moment: (scenario) => scenario.sees("the account is looked at", ({ requests }) => requests.some(looks)),
    },
    {
        name: "while its order is on the way",
        faults: [{ effect: { kind: "slow", before: 700 }, match: postOrder() }],
        moment: (scenario) => scenario.sees("the order arrives", ({ requests }) => requests.some(orders)),
    },
    {
        name: "when its order was taken and the answer is on the way",
        faults: [{ effect: { kind: "slow", answer: 1_500 }, match: postOrder() }],
        moment: (scenario) => scenario.sees("the order is taken", (ledger) => ledger.orders.length > 0),
    },
    {
        name: "right after the answer",
        faults: [],
        moment: (scenario) =>
            scenario.sees("the order is answered", ({ requests }) =>
                requests.some((request) => orders(request) && request.answeredAt !== undefined),
            ),
    },
    {
        name: "while it waits",
        faults: [{ effect: { kind: "duration", seconds: 4 } }],
        moment: (scenario) => scenario.sees("the order is polled", ({ polls }) => polls.some(isAnswered)),
    },
    {
        name: "when its order is finished",
        faults: [{ effect: { kind: "hold" } }],
        moment: async (scenario) => {
            const { simulator } = scenario;
            await scenario.sees("the order is polled", ({ polls }) => polls.some(isAnswered));
            const { orders: placed, polls } = simulator.ledger();
            // From the answer on there are a few milliseconds to hit: the random rounds do.
            simulator.faults.add({ effect: { kind: "slow", answer: 1_000 }, match: { method: "GET" } });
            await simulator.settleOrder(placed[0]!.id);
            await scenario.sees("the end is on its way", (ledger) => ledger.polls.length > polls.length);
        },
    },
];

const victims: readonly Victim[] = ["engine", "provider", "both"];
const kinds = [
    { name: "bulk numbers", line: bulk(2) },
    { name: "listed numbers", line: `new NumberOrder("support", { numbers: ["13102345678", "13102345679"] });` },
    { name: "a keyword", line: `new Keyword("support", { keyword: "chocolate" });` },
];

describe("an order survives a kill", function () {
    this.timeout(600_000);
    const it = sideBySide();

    points.forEach(({ name, faults, moment }, row) => {
        const kill = (victim: Victim, kind: (typeof kinds)[number], adapter: AdapterName) => {
            const killed = victim === "both" ? "engine and provider are" : `the ${victim} is`;
            it(`of ${kind.name}, ${adapter}: ${killed} killed ${name}`, () =>
                Scenario.run({ program: programOf(kind.line), faults, adapter }, async (scenario) => {
                    await scenario.killUp(victim, () => moment(scenario));
                    await scenario.recover();
                    await scenario.assertBalanced(1);
                }));
        };
        // The adapters have the same core: of three kills at a moment, one is with the plugin.
        victims.forEach((victim, column) => {
            const adapter = column === row % victims.length ? "plugin" : "dynamic";
            kill(victim, kinds[(row + column) % kinds.length]!, adapter);
        });
    });
});

type Request = Ledger["requests"][number];

function orders({ method, path }: Request): boolean {
    return method === "POST" && path === "/number/order";
}

function looks({ method }: Request): boolean {
    return method === "GET";
}

function isAnswered({ answeredAt }: Ledger["polls"][number]): boolean {
    return answeredAt !== undefined;
}

function postOrder(): NonNullable<Fault["match"]> {
    return { method: "POST", path: "/number/order" };
}
