import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ended, run, start } from "./command";

describe("npx pulumi-callfire simulator", () => {
    let folder: string;

    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "callfire-simulator-"));
    });

    afterEach(() => rm(folder, { recursive: true, force: true }));

    /** Starts one, uses it, interrupts it. */
    async function serve(
        args: readonly string[],
        signal: NodeJS.Signals,
        use: (url: string) => Promise<void>,
    ): Promise<{ code: number | null; stdout: string }> {
        const child = start(["simulator", "--port", "0", ...args], folder);
        const end = ended(child);
        try {
            const url = await new Promise<string>((resolve, reject) => {
                let said = "";
                child.stdout.on("data", (text: string) => {
                    said += text;
                    const [, found] = /pulumi config set callfire:endpoint (\S+)\n/.exec(said) ?? [];
                    if (found !== undefined) {
                        resolve(found);
                    }
                });
                child.once("close", () => reject(new Error(`It ended: ${said}`)));
            });
            await use(url);
        } finally {
            child.kill(signal);
        }
        return end;
    }

    async function order(url: string): Promise<Response> {
        return fetch(`${url}/number/order`, {
            method: "POST",
            headers: { Authorization: `Basic ${Buffer.from("any:any").toString("base64")}` },
            body: new URLSearchParams({ localCount: "1" }),
        });
    }

    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        it(`serves, says how to use it, and ends cleanly on ${signal}`, async () => {
            const { code, stdout } = await serve([], signal, async (url) => {
                assert.equal((await order(url)).status, 201);
                const ledger = await fetch(new URL("/_simulator/ledger", url));
                assert.equal(((await ledger.json()) as { orders: unknown[] }).orders.length, 1);
            });
            assert.equal(code, 0);
            assert.match(stdout, /SIMULATOR: nothing is bought/);
            assert.match(stdout, /pulumi config set --secret callfire:password/);
        });
    }

    it("keeps its account in a file, and does what faults say", async () => {
        const lost = ["--state", "account.json", "--fault", "lostAnswer:POST:/number/order:1"];
        await serve(lost, "SIGTERM", (url) => assert.rejects(order(url)));
        await serve(["--state", "account.json"], "SIGTERM", async (url) => {
            const ledger = (await (await fetch(new URL("/_simulator/ledger", url))).json()) as { orders: unknown[] };
            assert.equal(ledger.orders.length, 1);
        });
    });

    it("explains what it can't read, with exit code 2", async () => {
        for (const [args, words] of [
            [["--port", "many"], /--port is "many", but must be a whole number/],
            [["--order-seconds", "-1"], /order-seconds/],
            [["--fault", "fire"], /There is no fault "fire"/],
        ] as const) {
            const { code, stderr } = await run(["simulator", ...args], folder);
            assert.equal(code, 2, stderr);
            assert.match(stderr, words);
        }
    });

    it("says when its port is taken", async () => {
        await serve([], "SIGTERM", async (url) => {
            const { code, stderr } = await run(["simulator", "--port", new URL(url).port], folder);
            assert.equal(code, 1);
            assert.match(stderr, /Port \d+ is taken/);
        });
    });
});
