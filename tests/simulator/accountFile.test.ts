import * as assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { call, ManualClock, order, simulators } from "./wire";

describe("the simulator's state file", () => {
    const start = simulators();
    let folder = "";
    let stateFile = "";

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "callfire-simulator-"));
        stateFile = join(folder, "account.json");
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    it("keeps the account and its id, and an order goes on while nobody runs", async () => {
        const clock = new ManualClock();
        const first = await start({ stateFile, clock, orderSeconds: 20 });
        const id = await order(first, { localCount: "1", State: "WA" });
        await first.close();
        clock.advance(20_000);
        const second = await start({ stateFile, clock });
        assert.equal(second.accountId, first.accountId);
        assert.match((await call(second, "GET", `/number/order/${id}`)).text, /<Status>FINISHED</);
    });

    it("that goes, is damaged or becomes another account while it is served is said in words, and served no more", async () => {
        const simulator = await start({ stateFile });
        const failures: [words: RegExp, spoil: () => unknown][] = [
            [/has gone/, () => rmSync(stateFile)],
            [/is damaged/, () => writeFileSync(stateFile, "{")],
            [/is another account by now/, () => (rmSync(stateFile), start({ stateFile }))],
        ];
        for (const [words, spoil] of failures) {
            await spoil();
            for (const method of ["GET", "POST"]) {
                const path = method === "GET" ? "/number" : "/number/order";
                const { status, text } = await call(simulator, method, path, { tollFreeCount: "1" });
                assert.equal(status, 500);
                assert.match(text, words);
            }
        }
        assert.equal((await start({ stateFile })).ledger().orders.length, 0);
    });

    it("keeps nothing of a request that was refused", async () => {
        const simulator = await start({ stateFile });
        const before = readFileSync(stateFile, "utf8");
        assert.equal((await call(simulator, "POST", "/number/order", {})).status, 400);
        assert.equal(readFileSync(stateFile, "utf8"), before);
    });

    it("is shared by two simulators, each of which sees what the other did at once", async () => {
        const one = await start({ stateFile, orderSeconds: 0 });
        const other = await start({ stateFile, orderSeconds: 0 });
        const id = await order(one, { Numbers: "13105551212" });
        assert.match((await call(other, "GET", `/number/order/${id}`)).text, /13105551212/);
        assert.equal((await call(other, "POST", "/number/order", { Numbers: "13105551212" })).status, 400);
    });

    it("loses and doubles nothing when three processes order at once", async () => {
        const outputs = await Promise.all([1, 2, 3].map(() => runBuyer(stateFile, 15)));
        const ids = outputs.flat();
        const simulator = await start({ stateFile });
        const { orders, owned } = simulator.ledger();
        assert.equal(new Set(ids).size, 45);
        assert.deepEqual([...ids].sort(), orders.map(({ id }) => id).sort());
        const fulfilled = orders.flatMap((placed) => placed.fulfilled);
        assert.equal(fulfilled.length, 90);
        assert.equal(new Set(fulfilled).size, 90);
        assert.equal(owned.numbers.length, 90);
        assert.deepEqual(readdirSync(folder), ["account.json"]);
    }).timeout(20_000);

    it("of version 1 is read, and written as it is now", async () => {
        writeFileSync(stateFile, JSON.stringify(accountOfVersion1));
        const simulator = await start({ stateFile, orderSeconds: 0 });
        assert.match((await call(simulator, "GET", "/number/order/1428507003")).text, />12065550101</);
        assert.equal((await call(simulator, "GET", "/number/12065550101")).status, 200);
        assert.match((await call(simulator, "GET", "/number")).text, /totalResults="1"/);
        await order(simulator, { localCount: "1" });
        assert.equal((JSON.parse(readFileSync(stateFile, "utf8")) as { version: number }).version, 2);
    });

    it("is freed from the lock of a process that died", async () => {
        const dead = await deadProcessId();
        writeFileSync(`${stateFile}.lock`, `${dead} left behind`);
        const simulator = await start({ stateFile });
        await order(simulator, { localCount: "1" });
        assert.equal(existsSync(`${stateFile}.lock`), false);
    });

    it("is not replaced when it is damaged, or of another version", async () => {
        writeFileSync(stateFile, '{"version": 1, "orders": [');
        await assert.rejects(start({ stateFile }), /state is damaged: .*account\.json is not JSON/);
        writeFileSync(stateFile, '{"version": 3}');
        await assert.rejects(start({ stateFile }), /says version 3, this simulator reads 1 to 2/);
        assert.equal(readFileSync(stateFile, "utf8"), '{"version": 3}');
    });
});

describe("an embedded simulator", () => {
    it("does not keep its process alive", async () => {
        const script = `require(${JSON.stringify(require.resolve("../../simulator"))}).startSimulator()`;
        assert.equal(await exitCodeOf(script), 0);
    });
});

const accountOfVersion1 = {
    version: 1,
    accountId: "3ecf1c60-f81e-4f32-8798-8d40b458cffa",
    clockOffset: 0,
    lastSequence: 1,
    orders: [
        {
            id: "1428507003",
            createdAt: 1795467769169,
            takes: 2000,
            held: false,
            grows: false,
            finalStatus: "FINISHED",
            completedAt: 1795467771169,
            leaseEnd: null,
            parameters: { Numbers: "12065550101" },
            ordered: { local: 1, tollFree: 0, keyword: 0 },
            items: [{ kind: "local", value: "12065550101", region: {}, acquired: true, withheld: false }],
        },
    ],
    holdings: [
        {
            kind: "number",
            value: "12065550101",
            lease: { begin: "2026-11-23", end: "2099-12-23", autoRenew: true },
            orderId: "1428507003",
            region: { City: "SEATTLE", State: "WA", Prefix: "1206555" },
            configuration: { CallFeature: "ENABLED", TextFeature: "ENABLED" },
            labels: [],
        },
    ],
    soldElsewhere: [],
    resting: [],
    subscriptions: [],
};

/** Orders in a process of its own, and returns the orders' ids. */
function runBuyer(stateFile: string, orders: number): Promise<string[]> {
    const script = `
        const { startSimulator } = require(${JSON.stringify(require.resolve("../../simulator"))});
        const { order } = require(${JSON.stringify(require.resolve("./buyer"))});
        order(startSimulator, ${JSON.stringify(stateFile)}, ${orders}).then((ids) => console.log(ids.join(" ")));
    `;
    return new Promise((resolve, reject) => {
        const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
        let output = "";
        child.stdout.on("data", (chunk: Buffer) => {
            output += chunk.toString();
        });
        child.on("error", reject);
        child.on("close", () => resolve(output.trim().split(" ")));
    });
}

function exitCodeOf(script: string): Promise<number | null> {
    return new Promise((resolve) => {
        spawn(process.execPath, ["-e", script], { stdio: "inherit" }).on("close", resolve);
    });
}

async function deadProcessId(): Promise<number> {
    const child = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => child.on("close", resolve));
    return child.pid!;
}
