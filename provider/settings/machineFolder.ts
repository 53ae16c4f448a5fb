import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** What of the machine decides on the folder. */
export interface Machine {
    readonly platform: NodeJS.Platform;
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly home: string;
    /** Whether every user may write to this folder. */
    readonly isShared: (folder: string) => boolean;
}

/**
 * The folder in which the processes of a machine take turns: one for all users and processes, because CallFire counts the calls of
 * every stack and user. It does not follow TMPDIR, which a pipeline or a shell sets for itself (decisions/0014).
 */
export function machineFolder(machine: Machine = thisMachine()): string {
    const { platform, environment, home, isShared } = machine;
    const name = "pulumi-callfire-polls";
    if (platform === "win32") {
        // The folder below which every user may change what another one has written.
        return join(environment["PUBLIC"] ?? "C:\\Users\\Public", name);
    }
    const shared = ["/tmp", "/var/tmp", "/dev/shm"].find(isShared);
    // Where the machine has no such folder, the processes of one user still agree.
    return shared === undefined ? join(home, ".pulumi", "callfire", "polls") : join(shared, name);
}

function thisMachine(): Machine {
    return { platform: process.platform, environment: process.env, home: homedir(), isShared };
}

function isShared(folder: string): boolean {
    try {
        const status = statSync(folder);
        accessSync(folder, constants.W_OK); // A file system may be read-only whatever its folders say.
        return status.isDirectory() && (status.mode & 0o002) !== 0;
    } catch {
        return false;
    }
}
