import { execFile } from "node:child_process";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A stack of the real engine in a folder of its own, without resources: the command line reads its settings. */
export class Stack {
    private constructor(
        private readonly folder: string,
        readonly environment: NodeJS.ProcessEnv,
    ) {}

    /** The program runs in the folder `src`, as `main` says. */
    static async create(folder: string): Promise<Stack> {
        const state = path.join(folder, "state");
        await fs.mkdir(state);
        await fs.mkdir(path.join(folder, "src"));
        await fs.writeFile(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\nmain: src\n");
        const stack = new Stack(folder, {
            PATH: process.env["PATH"],
            PULUMI_HOME: path.join(folder, "home"),
            PULUMI_BACKEND_URL: `file://${state}`,
            PULUMI_CONFIG_PASSPHRASE: "test",
        });
        await stack.pulumi("stack", "init", "dev");
        return stack;
    }

    async set(key: string, value: string): Promise<void> {
        await this.pulumi("config", "set", key, value);
    }

    async setSecret(key: string, value: string): Promise<void> {
        await this.pulumi("config", "set", "--secret", key, value);
    }

    private async pulumi(...args: string[]): Promise<void> {
        const env = { ...this.environment, PULUMI_SKIP_UPDATE_CHECK: "true", HOME: this.folder };
        await run("pulumi", [...args, "--non-interactive"], { cwd: this.folder, env });
    }
}
