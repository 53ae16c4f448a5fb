import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { createLog, type Log } from "../../provider/engine/log";
import { redacted, redactor } from "../../provider/engine/values";
import { startEngine, type FakeEngine } from "./fakeEngine";

describe("lines to the engine", () => {
    let engine: FakeEngine;
    let client: EngineClient | undefined;
    let log: Log;
    let now: number;
    beforeEach(async () => {
        engine = await startEngine();
        client = new EngineClient(engine.address, credentials.createInsecure());
        now = 0;
        log = createLog({ client: () => client, progressGap: () => 1000, elapsed: () => now });
    });
    afterEach(() => {
        client?.close();
        engine.stop();
    });

    async function shown(): Promise<unknown[]> {
        await log.flush();
        return engine.lines.map(({ message }) => message);
    }

    it("are lasting lines and warnings on the resource's row, and hints for who looks for a fault", async () => {
        const report = log.reportFor("urn:support");
        report.note("order 1428507003 is placed");
        report.warn("its lease ends");
        log.reportFor(undefined).note("SIMULATOR");
        log.debug("Error: at");
        await log.flush();
        assert.deepEqual(
            engine.lines.map(({ message, urn, ephemeral, severity }) => [message, urn, ephemeral, severity]),
            [
                ["order 1428507003 is placed", "urn:support", false, 1],
                ["its lease ends", "urn:support", false, 2],
                ["SIMULATOR", "", false, 1],
                ["Error: at", "", false, 0],
            ],
        );
    });

    it("are no flood of progress", async () => {
        for (const urn of ["urn:a", "urn:b"]) {
            const report = log.reportFor(urn);
            for (now = 0; now < 1200; now += 200) {
                report.progress(`${String(now)} ms`);
            }
        }
        await log.flush();
        const lines = engine.lines.map(({ message, urn, ephemeral }) => [message, urn, ephemeral]);
        assert.deepEqual(lines, [
            ["0 ms", "urn:a", true],
            ["1000 ms", "urn:a", true],
            ["0 ms", "urn:b", true],
            ["1000 ms", "urn:b", true],
        ]);
    });

    it("end with the last progress, which is delivered before the operation answers", async () => {
        const report = log.reportFor("urn:support");
        report.progress("order 1428514003 NEW, 0 of 3");
        report.progress("order 1428514003 PROCESSING, 1 of 3");
        report.progress("order 1428514003 FINISHED, 3 of 3");
        await report.end();
        assert.deepEqual(
            engine.lines.map(({ message, ephemeral }) => [message, ephemeral]),
            [
                ["order 1428514003 NEW, 0 of 3", true],
                ["order 1428514003 FINISHED, 3 of 3", true],
            ],
        );
        await report.end();
        assert.equal((await shown()).length, 2);
    });

    it("come in the order in which they were told", async () => {
        const report = log.reportFor("urn:support");
        report.progress("order 1428514003 NEW");
        report.progress("order 1428514003 FINISHED");
        report.note("released 12065550142");
        await report.end();
        assert.deepEqual(await shown(), ["order 1428514003 NEW", "order 1428514003 FINISHED", "released 12065550142"]);
    });

    it("wait for one another, because the engine takes calls side by side", async () => {
        const taken: string[] = [];
        const answers: (() => void)[] = [];
        const slow = {
            log: (request: LogRequest, reply: () => void) => (taken.push(request.getMessage()), answers.push(reply)),
        };
        log = createLog({ client: () => slow as unknown as EngineClient, progressGap: () => 0, elapsed: () => now });
        const report = log.reportFor("urn:support");
        report.progress("configured 1 of 2");
        report.progress("configured 2 of 2");
        await setImmediate();
        assert.deepEqual(taken, ["configured 1 of 2"]);
        answers.shift()?.();
        await setImmediate();
        assert.deepEqual(taken, ["configured 1 of 2", "configured 2 of 2"]);
    });

    it("tell no secret, the last progress included", async () => {
        const secret = redactor({ values: { name: "sesame" }, secrets: { name: true } });
        const report = redacted(log.reportFor("urn:support"), secret);
        report.progress("looks for sesame");
        report.progress("found sesame");
        await report.end();
        assert.deepEqual(await shown(), ["looks for [secret]", "found [secret]"]);
    });

    it("tell no secret name in any spelling: the program's, the account's, CallFire's", () => {
        const names = ["(206) 555-0142", "promo", "VIP"];
        const redact = redactor({ values: { names }, secrets: { names: true } });
        for (const [text, shown] of [
            [`"(206) 555-0142" is taken: 12065550142`, `"[secret]" is taken: [secret]`],
            ["unavailable numbers: 2065550142; 2065550143", "unavailable numbers: [secret]; 2065550143"],
            ["keyword PROMO, keyword Promo", "keyword [secret], keyword [secret]"],
            ["VIP is not for sale; VIPER is", "[secret] is not for sale; VIPER is"],
        ] as const) {
            assert.equal(redact(text), shown);
        }
    });

    it("tell no secret as a program writes it, no part of one that is quoted, and no number", () => {
        const message = 'Say "open sesame"\nto 4711';
        const values = { message, pin: 47110815, dialplan: "<menu-4711><a/></menu>" };
        const redact = redactor({ values, secrets: { message: true, pin: true, dialplan: true } });
        for (const [text, shown] of [
            [`must be a list, not ${JSON.stringify(message)}`, 'must be a list, not "[secret]"'],
            [`CallFire: no "${message.replace("\n", " ")}"`, 'CallFire: no "[secret]"'],
            ["must be a string, not 47110815", "must be a string, not [secret]"],
            ["Expected closing tag 'menu-4711'", "Expected closing tag '[secret]'"],
        ] as const) {
            assert.equal(redact(text), shown);
        }
    });

    it("that can't be shown fail nothing", async () => {
        engine.stop();
        log.reportFor("urn:support").note("order 1428507003 is placed");
        await log.flush();
        client = undefined;
        log.reportFor("urn:support").note("order 1428507003 is placed");
        await log.flush();
    });
});
