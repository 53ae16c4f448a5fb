import assert from "node:assert/strict";
import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { createEngine, type Engine } from "../../provider/engine/connection";
import { createLiveness, watchParents } from "../../provider/engine/liveness";
import { startEngine, type FakeEngine } from "./fakeEngine";
import { tableOf } from "./processTable";

describe("the engine", () => {
    let fake: FakeEngine;
    let engine: Engine;
    let gone: Promise<void>;
    let isAbandoned: boolean;
    beforeEach(async () => {
        fake = await startEngine();
        isAbandoned = false;
        gone = new Promise((resolve) => {
            engine = createEngine({ whenGone: resolve, isAbandoned: () => isAbandoned });
        });
    });
    afterEach(() => {
        engine.disconnect();
        fake.stop();
    });

    it("is alive while it answers", async () => {
        await assert.rejects(engine.assertAlive(), { name: "EngineGone" });
        engine.connect(fake.address);
        await engine.assertAlive();
    });

    it("is gone when nobody is at its address, and that is noticed at once", async () => {
        engine.connect(fake.address);
        await engine.assertAlive();
        fake.stop();
        await gone;
        await assert.rejects(engine.assertAlive(), /engine is gone/);
    });

    it("is gone when it never was at its address", async () => {
        fake.stop();
        engine.connect(fake.address);
        await gone;
    });

    it("is gone when this process has lost its parents, whoever answers at its port", async () => {
        engine.connect(fake.address);
        isAbandoned = true;
        await assert.rejects(engine.assertAlive(), { name: "EngineGone" });
    });

    it("is gone soon after this process has lost its parents, although no connection breaks and nobody asks", async () => {
        const client = new EngineClient(fake.address, credentials.createInsecure());
        await new Promise<void>((resolve) => {
            createLiveness({ client: () => client, whenGone: resolve, isAbandoned: () => true, lookMilliseconds: 1 });
        }).finally(() => client.close());
    });

    it("is not asked for an order where it does not answer in time, but need not be gone", async () => {
        const silent = await startEngine({ isSilent: true });
        const client = new EngineClient(silent.address, credentials.createInsecure());
        const whenGone = (): void => assert.fail("it is only late");
        const liveness = createLiveness({
            client: () => client,
            whenGone,
            isAbandoned: () => false,
            answerMilliseconds: 20,
        });
        await assert.rejects(liveness.assertAlive(), { name: "EngineGone" });
        client.close();
        silent.stop();
    });

    it("may be another one, which is attached later", async () => {
        engine.connect(fake.address);
        const other = await startEngine();
        engine.connect(other.address);
        fake.stop();
        await engine.assertAlive();
        other.stop();
        await gone;
    });
});

describe("the parents of a provider", () => {
    it("are its own and all up to the engine, whose launcher may outlive it", () => {
        const now = new Map<string, [string, number]>([
            ["30", ["pulumi-resource", 20]],
            ["20", ["pulumi", 10]],
            ["10", ["bash", 1]],
            ["1", ["init", 0]],
        ]);
        const isAbandoned = watchParents(() => 30, tableOf(now));
        assert.equal(isAbandoned(), false);
        now.delete("10");
        assert.equal(isAbandoned(), false);
        now.set("30", ["pulumi-resource", 1]);
        now.delete("20");
        assert.equal(isAbandoned(), true);
    });

    it("are told by their numbers alone where the system says no more", () => {
        let parent = 30;
        const isAbandoned = watchParents(() => parent, tableOf(new Map()));
        assert.equal(isAbandoned(), false);
        parent = 1;
        assert.equal(isAbandoned(), true);
    });
});
