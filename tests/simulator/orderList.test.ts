import * as assert from "node:assert/strict";
import { parseFault, type RunningSimulator } from "../../simulator";
import { basic, call, ManualClock, order, simulators } from "./wire";

describe("API v2's list of orders in the simulator", () => {
    const start = simulators();

    async function list(simulator: RunningSimulator, query = ""): Promise<{ status: number; body: unknown }> {
        const response = await fetch(new URL(`/v2/orders${query}`, simulator.url), {
            headers: { Authorization: basic("login", "password") },
        });
        return { status: response.status, body: await response.json() };
    }

    it("has every order with its items, newest first", async () => {
        const simulator = await start({ clock: new ManualClock(), orderSeconds: 2 });
        const first = await order(simulator, { Numbers: "12065550100 18005550100", Keywords: "VANILLA" });
        await simulator.advanceClock(2000);
        const second = await order(simulator, { localCount: "2" });
        const created = Date.parse("2026-11-23T12:00:00Z");
        assert.deepEqual((await list(simulator)).body, {
            items: [
                {
                    id: Number(second),
                    status: "NEW",
                    created: created + 2000,
                    totalCost: 3,
                    localNumbers: { ordered: 2, unitCost: 1.5, fulfilled: [] },
                },
                {
                    id: Number(first),
                    status: "FINISHED",
                    created,
                    totalCost: 9,
                    localNumbers: { ordered: 1, unitCost: 1.5, fulfilled: ["12065550100"] },
                    tollFreeNumbers: { ordered: 1, unitCost: 2, fulfilled: ["18005550100"] },
                    keywords: { ordered: 1, unitCost: 5.5, fulfilled: ["VANILLA"] },
                },
            ],
            limit: 100,
            offset: 0,
            totalCount: 2,
        });
    });

    it("has pages, and filters by status and time", async () => {
        const simulator = await start({ clock: new ManualClock(), orderSeconds: 2 });
        const ids: string[] = [];
        for (let count = 0; count < 3; count += 1) {
            ids.push(await order(simulator, { localCount: "1" }));
            await simulator.advanceClock(1000);
        }
        const created = Date.parse("2026-11-23T12:00:00Z");
        const idsOf = async (query: string): Promise<string[]> => {
            const { items } = (await list(simulator, query)).body as { items: { id: number }[] };
            return items.map(({ id }) => String(id));
        };
        assert.deepEqual(await idsOf("?limit=1&offset=1"), [ids[1]]);
        assert.deepEqual(await idsOf("?status=FINISHED"), [ids[1], ids[0]]);
        assert.deepEqual(await idsOf(`?intervalBegin=${created + 1000}&intervalEnd=${created + 1500}`), [ids[1]]);
    });

    it("leaves out the items where a fault says so, and orders that are not visible yet", async () => {
        const simulator = await start({ orderSeconds: 0, clock: new ManualClock() });
        simulator.faults.add(parseFault("bareOrders"));
        simulator.faults.add(parseFault("orderNotVisible=5:POST:/number/order:2"));
        const id = await order(simulator, { Numbers: "12065550100" });
        await order(simulator, { Numbers: "12065550101" });
        const { items } = (await list(simulator)).body as { items: unknown[] };
        const [item] = items as Record<string, unknown>[];
        assert.equal(items.length, 1);
        assert.deepEqual(Object.keys(item!), ["id", "status", "created", "totalCost"]);
        assert.equal(item!.id, Number(id));
    });

    it("can be missing, by an option or a fault", async () => {
        const without = await start({ hasOrderList: false });
        const failing = await start({ faults: [parseFault("status=404:GET:/v2/orders:*")] });
        for (const simulator of [without, failing]) {
            const { status, body } = await list(simulator);
            assert.equal(status, 404);
            assert.equal((body as { httpStatusCode: number }).httpStatusCode, 404);
        }
    });

    it("is not below the path of API 1.1, and asks for credentials", async () => {
        const simulator = await start();
        assert.equal((await call(simulator, "GET", "/v2/orders")).status, 404);
        assert.equal((await fetch(new URL("/v2/orders", simulator.url))).status, 401);
    });
});
