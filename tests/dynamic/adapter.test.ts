import assert from "node:assert/strict";
import { createAdapter, type Adapter } from "../../provider/dynamic/adapter";
import { InitFailure } from "../../provider/dynamic/failure";
import type { Operation } from "../../provider/orders/session";
import { PartialFailure, unknownValue, type Properties, type Resource } from "../../provider/resources/resource";
import { fakeHost, fakeResource, type FakeHost } from "./host";

const urn = "urn:pulumi:test::numbers::pulumi-nodejs:dynamic/callfire:NumberOrder::support";
const storedUrn = "test::numbers::NumberOrder::support";
/** As the engine stores it; the program gives the whole URN. */
const hidden = {
    __provider: "code",
    __context: { urn: storedUrn, organization: "acme", timeouts: { create: "2s", delete: "1m" } },
};
const unknownMark = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function adapter(
    calls: Partial<Resource> = {},
    config: Record<string, string> = simulator,
    host = fakeHost(),
): Adapter {
    const made = createAdapter(fakeResource(calls), host);
    made.configure({ config: { get: (key) => config[key] } });
    return made;
}

const simulator = { "callfire:endpoint": "simulator" };

describe("the dynamic adapter", () => {
    it("hands a resource its declared properties alone, and the hidden ones back to the engine", async () => {
        const seen: unknown[] = [];
        const { check, create, update } = adapter({
            check: (news, olds) => {
                seen.push(olds, news);
                return Promise.resolve({ inputs: news, failures: [] });
            },
        });
        const __context = { ...hidden.__context, urn };
        const { inputs } = await check({}, { ...hidden, __context, numbers: [unknownMark] });
        assert.deepEqual(seen, [undefined, { numbers: [unknownValue] }]);
        assert.deepEqual(inputs, { ...hidden, numbers: [unknownMark] });
        const { id, outs } = await create({ ...hidden, numbers: ["1"] });
        assert.deepEqual([id, outs], ["1", { ...hidden, numbers: ["1"], orderId: "1" }]);
        const changed = { ...hidden, __context: { urn: "urn:new", organization: "acme" } };
        assert.deepEqual((await update("1", outs, { ...changed, numbers: [] })).outs, {
            ...changed,
            numbers: [],
            orderId: "1",
        });
    });

    it("says whose operation it is, and how long it may take", async () => {
        const seen: Operation[] = [];
        const keep = (operation: Operation): void => void seen.push(operation);
        const {
            create,
            read,
            delete: release,
        } = adapter({
            create: (inputs, operation) => (keep(operation), Promise.resolve({ id: "1", state: inputs })),
            read: (id, state, inputs, operation) => (
                keep(operation),
                Promise.resolve({ id, state: state ?? {}, inputs: inputs ?? {} })
            ),
            delete: (_id, _state, operation) => Promise.resolve(keep(operation)),
        });
        await create(hidden);
        await read("1", { ...hidden, orderId: "1" });
        await release("1", hidden);
        assert.deepEqual(
            seen.map(({ timeoutSeconds }) => timeoutSeconds),
            [2, 0, 60],
        );
        for (const { owner } of seen) {
            assert.equal(owner.urn, urn);
            assert.equal(owner.stack.id.name, "acme/numbers/test");
        }
    });

    it("ends the report of an operation before it answers, whatever came of it", async () => {
        const host = fakeHost();
        const failing = adapter({ update: () => Promise.reject(new Error("CallFire says no")) }, simulator, host);
        await failing.create(hidden);
        await assert.rejects(failing.update("1", hidden, hidden));
        assert.deepEqual(host.told, [`end ${urn}: `, `end ${urn}: `]);
    });

    it("deletes what an older version left without a context", async () => {
        const owners: string[] = [];
        const { delete: release } = adapter({
            delete: (_id, _state, { owner }) => Promise.resolve(void owners.push(owner.urn)),
        });
        await release("1428507003", { __provider: "code", orderId: "1428507003" });
        assert.deepEqual(owners, ["callfire:index:NumberOrder::1428507003"]);
    });

    it("saves a partial failure with everything that is known", async () => {
        const state = { numbers: ["1"], orderId: "9", status: undefined };
        const failing = (): Promise<never> => Promise.reject(new PartialFailure("9", state, ["Order 9 is PROCESSING"]));
        const { create, update } = adapter({ create: failing, update: failing });
        for (const call of [create(hidden), update("9", hidden, hidden)]) {
            const error = await call.then(
                () => assert.fail(),
                (reason: unknown) => reason,
            );
            assert(error instanceof InitFailure);
            assert.equal(error.id, "9");
            assert.deepEqual(error.properties, { ...hidden, numbers: ["1"], orderId: "9" });
            assert.deepEqual(error.reasons, ["Order 9 is PROCESSING"]);
        }
    });

    it("reads by id alone where nothing else is known, and knows when it is gone", async () => {
        const seen: unknown[] = [];
        const { read } = adapter({
            read: (id, state) => {
                seen.push(state);
                const found: Properties = { orderId: id };
                return Promise.resolve(state === undefined ? { id, state: found, inputs: {} } : undefined);
            },
        });
        assert.deepEqual((await read("9", hidden)).props, { ...hidden, orderId: "9" });
        assert.equal((await read("9", { ...hidden, orderId: "9" })).id, "");
        assert.deepEqual(seen, [undefined, { orderId: "9" }]);
    });

    it("reads by id also where an input that is an output too is all that is known", async () => {
        const seen: unknown[] = [];
        const number = { type: "string", description: "The number." } as const;
        const { read } = adapter({
            declaration: { description: "", inputs: { number }, outputs: { number, account: number } },
            read: (id, state) => {
                seen.push(state);
                return Promise.resolve({ id, state: { number: id, account: "acme" }, inputs: { number: id } });
            },
        });
        await read("9", { ...hidden, number: "9" });
        await read("9", { ...hidden, number: "9", account: "acme" });
        assert.deepEqual(seen, [undefined, { number: "9", account: "acme" }]);
    });

    it("does not take an output that nothing declares for a change of an input", async () => {
        const number = { type: "string", description: "The number." } as const;
        const difference = { changes: true, replaces: [], details: {}, stables: [], deleteBeforeReplace: false };
        const { diff } = adapter({
            declaration: { description: "", inputs: { number }, outputs: { number } },
            diff: () => Promise.resolve(difference),
        });
        const context = { ...(hidden["__context"] as object), replaceOnChanges: ["*"] };
        const news = (changes: object) => ({ ...hidden, __context: context, ...changes });
        const state = { ...hidden, number: "9" };
        assert.deepEqual((await diff("9", state, news({}))).replaces, []);
        assert.deepEqual((await diff("9", state, news({ number: "8" }))).replaces, ["*"]);
    });

    it("tells on the resource's row what a preview means", async () => {
        const host: FakeHost = fakeHost();
        const difference = { changes: true, replaces: [], details: {}, stables: [], deleteBeforeReplace: false };
        const { check, diff, read } = adapter(
            { diff: () => Promise.resolve({ ...difference, summary: "orders 1" }) },
            simulator,
            host,
        );
        await check(hidden, hidden);
        assert.equal((await diff("1", hidden, hidden)).changes, true);
        assert.deepEqual(host.told, [`note ${urn}: orders 1`]);
        // A refresh reads, and asks then what differs: nothing is ordered by it.
        await read("1", { ...hidden, orderId: "1" });
        assert.equal((await diff("1", hidden, hidden)).changes, true);
        assert.equal(host.told.filter((line) => line.includes("orders 1")).length, 1);
    });

    it("returns what is wrong with a declaration by its full name", async () => {
        const failures = [
            { property: "bulkLocal.region.state", reason: "must be two letters" },
            { property: "numbers", reason: "numbers are missing" },
        ];
        const { check } = adapter({ check: (news) => Promise.resolve({ inputs: news, failures }) });
        assert.deepEqual((await check({}, hidden)).failures, [
            { property: "", reason: "bulkLocal.region.state: must be two letters" },
            { property: "", reason: "numbers are missing" },
        ]);
    });

    it("returns what is wrong with the settings, and never throws in check", async () => {
        const { failures } = await adapter({}, {}).check({}, hidden);
        assert.match(failures[0]?.reason ?? "", /callfire:login.*CALLFIRE_LOGIN/s);
        const broken = adapter({ check: () => Promise.reject(new Error("no connection")) });
        assert.deepEqual((await broken.check({}, hidden)).failures, [{ property: "", reason: "no connection" }]);
    });

    it("notices a misspelt setting where the SDK shows all of them", async () => {
        const { configure, check } = adapter();
        const rawConfig = { "callfire:endpiont": "simulator", "other:key": "1" };
        const config = {
            rawConfig,
            projectName: "numbers",
            get: (key: string) => new Map(Object.entries(rawConfig)).get(key),
        };
        configure({ config });
        const { failures } = await check({}, hidden);
        assert.match(failures[0]?.reason ?? "", /callfire:endpiont is not a setting/);
    });

    it("fails with the message alone", async () => {
        const failing = (): Promise<never> => Promise.reject(new Error("CallFire says no"));
        const { diff, read, delete: release } = adapter({ diff: failing, read: failing, delete: failing });
        for (const call of [diff("1", hidden, hidden), read("1", hidden), release("1", hidden)]) {
            const error = await call.then(
                () => assert.fail(),
                (reason: unknown) => reason,
            );
            assert(error instanceof Error);
            assert.equal(error.message, "CallFire says no");
            assert(!String(error).includes("CallFire says no"), "it would be printed a second time");
        }
    });
});
