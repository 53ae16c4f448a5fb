import { chmod, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Deployment } from "../../provider/stack/export";
import { makeFolder, removeFolder } from "../support/folders";

/** A `pulumi` that answers as it is told, first on PATH for as long as it is there. */
export class FakeCli {
    private readonly path = process.env["PATH"];

    private constructor(readonly folder: string) {}

    static async install(): Promise<FakeCli> {
        const cli = new FakeCli(await makeFolder("callfire-cli-"));
        process.env["PATH"] = `${cli.folder}${delimiter}${cli.path ?? ""}`;
        return cli;
    }

    /** What `stack export` prints. */
    async answer(deployment: Deployment): Promise<void> {
        await writeFile(join(this.folder, "deployment.json"), JSON.stringify({ version: 3, deployment }));
        await this.run(`exec cat "${this.folder}/deployment.json"`);
    }

    /** @param script of a shell, which finds its arguments in `$@` */
    async run(script: string): Promise<void> {
        const file = join(this.folder, "pulumi");
        await writeFile(file, `#!/bin/sh\n${script}\n`);
        await chmod(file, 0o755);
    }

    /** There is no `pulumi` any more, and nothing else either. */
    hide(): void {
        process.env["PATH"] = join(this.folder, "empty");
    }

    async remove(): Promise<void> {
        process.env["PATH"] = this.path;
        await removeFolder(this.folder);
    }
}
