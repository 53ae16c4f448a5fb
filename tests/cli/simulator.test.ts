import assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "../../provider/callfire/client";
import { startSimulator } from "../../simulator";
import { ended, run, start } from "./command";

let folder: string;

beforeEach(async () => {
    folder = await fs.mkdtemp(join(tmpdir(), "callfire-simulator-"));
});

afterEach(() => fs.rm(folder, { recursive: true, force: true }));

describe("npx pulumi-callfire simulator", () => {
    /** Starts one, uses it, interrupts it. */
    async function serve(
        args: readonly string[],
        signal: NodeJS.Signals,
        use: (url: string, said: string) => Promise<void>,
    ): Promise<{ code: number | null; stdout: string }> {
        const child = start(["simulator", "--port", "0", ...args], folder);
        const end = ended(child);
        try {
            const [url, said] = await new Promise<[string, string]>((resolve, reject) => {
                let text = "";
                child.stdout.on("data", (more: string) => {
                    text += more;
                    const [, found] =
                        /(http:\/\/127\.0\.0\.1:\d+\/api\/1\.1\/rest)[\s\S]*(?:ends it\.|\})\n$/.exec(text) ?? [];
                    if (found !== undefined) {
                        resolve([found, text]);
                    }
                });
                child.once("close", () => reject(new Error(`It ended: ${text}`)));
            });
            await use(url, said);
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
            assert.match(stdout, /pulumi config set callfire:endpoint http/);
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

    it("says where it listens in JSON", async () => {
        const { stdout } = await serve(["--json"], "SIGTERM", (url, said) => {
            assert.equal((JSON.parse(said) as { url: string }).url, url);
            return Promise.resolve();
        });
        assert.equal(typeof (JSON.parse(stdout) as { accountId: unknown }).accountId, "string");
    });

    it("explains what it can't read, with exit code 2", async () => {
        for (const [args, words] of [
            [["--port", "many"], /'many' is invalid\. It must be a whole number/],
            [["--order-seconds=-1"], /order-seconds/],
            [["--fault", "fire"], /There is no fault "fire"/],
            [["faults", "reset"], /too many arguments/],
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

describe("npx pulumi-callfire simulator reset", () => {
    /** A program two of whose numbers were rehearsed, with the account beside it. */
    async function rehearse(): Promise<string> {
        const stateFile = join(folder, ".callfire-simulator.json");
        const simulator = await startSimulator({ stateFile, orderSeconds: 0 });
        const client = createClient({ endpoint: simulator.url, login: "simulator", password: "none" });
        await client.placeNumberOrder({ local: { count: 2 } });
        await client.listNumbers({ first: 0, max: 1 });
        await simulator.close();
        await fs.writeFile(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
        return stateFile;
    }

    it("says what would go, and removes it once it is told --yes", async () => {
        const file = await rehearse();
        const asked = await run(["simulator", "reset"], folder);
        assert.equal(asked.code, 1);
        assert(
            asked.stdout.includes(`${file} goes: 2 numbers, 0 keywords, 1 order. Nothing at CallFire`),
            asked.stdout,
        );
        assert.match(asked.stdout, /Nothing was changed.*npx pulumi-callfire simulator reset --yes/);
        await fs.access(file);

        // Also from a folder of the program below the one with Pulumi.yaml.
        await fs.mkdir(join(folder, "src"));
        const done = await run(["simulator", "reset", "--yes", "--json"], join(folder, "src"));
        assert.equal(done.code, 0, done.stderr);
        assert.equal((JSON.parse(done.stdout) as { removed: boolean }).removed, true);
        await assert.rejects(fs.access(file));
    });

    it("removes one that can't be read any more", async () => {
        const file = join(folder, ".callfire-simulator.json");
        await fs.writeFile(file, "{");
        const { code, stdout } = await run(["simulator", "reset", "--yes"], folder);
        assert.equal(code, 0);
        assert.match(stdout, /its contents can't be read/);
        await assert.rejects(fs.access(file));
    });

    it("has nothing to do where there is none", async () => {
        const { code, stdout } = await run(["simulator", "reset"], folder);
        assert.equal(code, 0);
        assert.match(stdout, /There is no simulated account at .*: nothing to remove/);
    });
});
