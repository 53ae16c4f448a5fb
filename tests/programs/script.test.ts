import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { makeFolder, removeFolder } from "../support/folders";

const root = resolve(__dirname, "../../..");
const run = promisify(execFile);

describe("a look-up in a program's own process", function () {
    this.timeout(60_000);
    let folder: string;
    beforeEach(async () => {
        folder = await makeFolder();
    });
    afterEach(() => removeFolder(folder));

    /** Runs a program without an engine, and answers what it says at its end. */
    async function execute(program: string, environment: Record<string, string>): Promise<unknown> {
        const file = join(folder, "program.js");
        writeFileSync(
            file,
            `const callfire = require(${JSON.stringify(root + "/dist/sdk/nodejs")});
const tell = (value) => process.stdout.write(JSON.stringify(value));
(async () => { ${program} })();`,
        );
        const env = { PATH: process.env["PATH"], PULUMI_HOME: folder, ...environment };
        const { stdout } = await run(process.execPath, [file], { cwd: folder, env, timeout: 30_000 });
        return JSON.parse(stdout);
    }

    const onSimulator = { CALLFIRE_ENDPOINT: "simulator" };

    it("needs no plugin, no engine and no login on the simulator, whose account is beside the program", async () => {
        const told = await execute(
            `const { numbers } = await callfire.getAvailableNumbers({ region: { state: "WA" }, count: 2 });
             tell({ numbers, owned: (await callfire.getNumbers()).numbers });`,
            onSimulator,
        );
        const { numbers, owned } = told as { numbers: string[]; owned: string[] };
        assert.ok(numbers.length === 2 && numbers.every((number) => /^1\d{10}$/.test(number)));
        assert.deepEqual(owned, []);
        assert.deepEqual(
            readdirSync(folder).filter((name) => name.startsWith(".callfire")),
            [".callfire-simulator.json"],
        );
    });

    it("says which function and which property went wrong, and which settings are missing", async () => {
        const program = `
            const messageOf = (answer) => answer.then(() => "", (error) => error.message);
            tell([
                await messageOf(callfire.getAvailableNumbers({ count: 0 })),
                await messageOf(callfire.getNumber({ number: "911" })),
            ]);`;
        const [count, number] = (await execute(program, onSimulator)) as [string, string];
        assert.match(
            count,
            /^getAvailableNumbers has no answer: count: must be a whole number from 1 to 1000, not 0\. A look-up/,
        );
        assert.match(number, /^getNumber has no answer: number: "911" is not a number of the US/);
        const [missing] = (await execute(program, {})) as [string];
        assert.match(
            missing,
            /^getAvailableNumbers has no answer: callfire:login is not set, and neither is CALLFIRE_LOGIN/,
        );
    });

    it("shows no secret where it fails", async () => {
        const program = `
            const pulumi = require("@pulumi/pulumi");
            process.once("unhandledRejection", (error) => { tell([error.message]); process.exit(0); });
            callfire.getNumberOutput({ number: pulumi.secret("(206) 555-0101") }).apply(() => 0);`;
        const [message] = (await execute(
            program.replace('"@pulumi/pulumi"', JSON.stringify(`${root}/node_modules/@pulumi/pulumi`)),
            onSimulator,
        )) as [string];
        assert.match(message, /^getNumber has no answer: number: the account simulator\/\S+ owns no number \[secret\]/);
    });

    it("costs nothing to a program that asks nothing", async () => {
        const loaded = (await execute(`tell(Object.keys(require.cache))`, onSimulator)) as string[];
        assert.ok(loaded.some((file) => file.endsWith("/sdk/nodejs/lookUps.js")));
        const late = loaded.filter((file) =>
            /\/dist\/(provider\/(functions|resources|callfire|settings)|simulator)\//.test(file),
        );
        assert.deepEqual(late, []);
    });
});
