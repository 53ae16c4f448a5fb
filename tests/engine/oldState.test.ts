import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { EngineStack } from "./support/engine";
import { succeeded } from "./support/running";

const root = resolve(__dirname, "../../..");
const fixtures = join(root, "tests/fixtures/state");
const accountFile = ".callfire-simulator.json";

interface Account {
    holdings: { value: string; lease: { autoRenew: boolean } }[];
    orders: unknown[];
}

/** See the README beside the fixtures. */
describe("state of earlier releases", function () {
    this.timeout(600_000);
    let stack: EngineStack;

    afterEach(() => stack.remove());

    async function stackOf(version: string): Promise<EngineStack> {
        return EngineStack.create({
            program: { "index.js": readFileSync(join(fixtures, version, "index.js"), "utf8") },
            config: { "callfire:endpoint": "simulator" },
        });
    }

    const account = (): Account => JSON.parse(readFileSync(join(stack.program, accountFile), "utf8")) as Account;

    if (process.env["WRITE_STATE"] !== undefined) {
        const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
        it(`is kept for ${version}`, async () => {
            const folder = join(fixtures, version);
            assert(!existsSync(join(folder, "deployment.json")), `${folder} is what users have`);
            const newest = readdirSync(fixtures).filter(isVersion).sort(byAge).at(-1)!;
            stack = await stackOf(newest);
            // Two orders, as after some time.
            stack.env["FIXTURE_COUNT"] = "2";
            succeeded(await stack.up());
            delete stack.env["FIXTURE_COUNT"];
            succeeded(await stack.up());
            succeeded(await stack.preview("--expect-no-changes"));
            const { stdout } = await stack.run(["stack", "export"]);
            // Nothing in it is secret, and another stack has other keys; where the program lay is nobody's business.
            const exported: unknown = JSON.parse(stdout, (key, value: unknown) =>
                ["secrets_providers", "sourcePosition", "stackTrace"].includes(key) ? undefined : value,
            );
            mkdirSync(folder, { recursive: true });
            writeFileSync(join(folder, "deployment.json"), `${JSON.stringify(exported, undefined, 2)}\n`);
            copyFileSync(join(stack.program, accountFile), join(folder, "account.json"));
            copyFileSync(join(stack.program, "index.js"), join(folder, "index.js"));
        });
    }

    for (const version of readdirSync(fixtures).filter(isVersion)) {
        it(`of ${version} is previewed unchanged, refreshed and destroyed`, async () => {
            const deployment = join(fixtures, version, "deployment.json");
            stack = await stackOf(version);
            copyFileSync(join(fixtures, version, "account.json"), join(stack.program, accountFile));
            succeeded(await stack.run(["stack", "import", "--file", deployment]));
            const before = account();

            assert.match(succeeded(await stack.preview()), /3 unchanged/);
            assert.match(succeeded(await stack.refresh()), /3 unchanged/);
            assert.match(succeeded(await stack.up()), /3 unchanged/);
            assert.equal(account().orders.length, before.orders.length);

            succeeded(await stack.destroy());
            assert.deepEqual((await stack.state()).resources, []);
            assert.equal(account().orders.length, before.orders.length);
            assert(account().holdings.length >= before.holdings.length);
            assert(account().holdings.every(({ lease }) => !lease.autoRenew));
        });
    }

    it("names modules of this package, which resolve in every version", () => {
        for (const version of readdirSync(fixtures).filter(isVersion)) {
            const state = readFileSync(join(fixtures, version, "deployment.json"), "utf8");
            for (const module of ["number-order", "keyword"]) {
                assert(state.includes(`require(\\"pulumi-callfire/dynamic/${module}\\")`), version);
            }
        }
    });
});

function isVersion(name: string): boolean {
    return /^\d+\.\d+\.\d+/.test(name);
}

function byAge(one: string, other: string): number {
    return one.localeCompare(other, "en", { numeric: true });
}
