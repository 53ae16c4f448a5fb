import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { GetRootResourceResponse, type GetRootResourceRequest, type LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import assert from "node:assert/strict";
import { connectEngine } from "../../provider/dynamic/engine";
import { leaveShownFailures, Failure } from "../../provider/dynamic/failure";

interface FakeEngine {
    readonly address: string;
    readonly lines: LogRequest.AsObject[];
    stop(): void;
}

async function startEngine(): Promise<FakeEngine> {
    const lines: LogRequest.AsObject[] = [];
    const server = new Server();
    server.addService(EngineService, {
        log(call: ServerUnaryCall<LogRequest, Empty>, answer: sendUnaryData<Empty>) {
            lines.push(call.request.toObject());
            answer(null, new Empty());
        },
        getRootResource(
            _call: ServerUnaryCall<GetRootResourceRequest, GetRootResourceResponse>,
            answer: sendUnaryData<GetRootResourceResponse>,
        ) {
            answer(null, new GetRootResourceResponse());
        },
    });
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
            error === null ? resolve(bound) : reject(error),
        );
    });
    return { address: `127.0.0.1:${port}`, lines, stop: () => server.forceShutdown() };
}

describe("the engine, as the provider of dynamic resources sees it", () => {
    let fake: FakeEngine;
    beforeEach(async () => {
        fake = await startEngine();
    });
    afterEach(() => fake.stop());

    it("shows lasting lines and warnings, on the resource's row", async () => {
        const engine = connectEngine(fake.address);
        const report = engine.reportFor("urn:support");
        report.note("order 1428507003 is placed");
        report.warn("its lease ends");
        await engine.flush();
        assert.deepEqual(
            fake.lines.map(({ message, urn, ephemeral, severity }) => [message, urn, ephemeral, severity]),
            [
                ["order 1428507003 is placed", "urn:support", false, 1],
                ["its lease ends", "urn:support", false, 2],
            ],
        );
    });

    it("is not flooded with progress", async () => {
        const engine = connectEngine(fake.address);
        for (const urn of ["urn:a", "urn:b"]) {
            const report = engine.reportFor(urn);
            for (let second = 0; second < 10; second++) {
                report.progress(`${second} s`);
            }
        }
        await engine.flush();
        const lines = fake.lines.map(({ message, urn, ephemeral }) => [message, urn, ephemeral]);
        assert.deepEqual(lines, [
            ["0 s", "urn:a", true],
            ["0 s", "urn:b", true],
        ]);
    });

    it("is alive while it answers", async () => {
        const engine = connectEngine(fake.address);
        await engine.assertAlive();
        assert.equal(await engine.isGone(), false);
        fake.stop();
        await assert.rejects(engine.assertAlive(), /engine is gone/);
        assert.equal(await engine.isGone(), true);
    });

    it("that can't be reached fails no operation by a line", async () => {
        for (const address of [undefined, "127.0.0.1:1"]) {
            const engine = connectEngine(address);
            engine.reportFor("urn:support").note("order 1428507003 is placed");
            await engine.flush();
        }
    });
});

describe("failures that the engine shows", () => {
    it("are not printed as well, unlike everything else", () => {
        const printed: unknown[] = [];
        const target = { error: (...parts: unknown[]) => void printed.push(...parts) };
        leaveShownFailures(target);
        const failure = new Failure("CallFire says no");
        // As the SDK's host of dynamic providers does.
        target.error(`${String(failure)}: ${failure.stack ?? ""}`);
        target.error("Error: another provider's");
        assert.deepEqual(printed, ["Error: another provider's"]);
    });
});
