import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Config = Record<string, string | { secret: string }>;

/** Where a stack that nothing was ever done to is kept. */
interface Place {
    readonly program: string;
    readonly backend: string;
    readonly name: string;
}

/**
 * New stacks as the engine has once made them. To derive the key of a passphrase and to encrypt with it takes the engine as long as
 * a preview's start, and what comes of it is as good for every stack of the same project, passphrase and secrets.
 */
const made = new Map<string, string>();
let folder: string | undefined;

/** Makes the stack of a copy; false where there is none yet of its kind. */
export function copyStack(kind: string, { program, backend, name }: Place, config: Config): boolean {
    const original = made.get(kind);
    if (original === undefined) return false;
    cpSync(join(original, "backend"), backend, { recursive: true });
    const settings = readFileSync(join(original, "settings"), "utf8");
    const [, salt] = /^encryptionsalt: (\S+)$/m.exec(settings) ?? [];
    const values = Object.entries(config).map(([key, value]) => [
        key,
        typeof value === "string" ? value : secretIn(settings, key),
    ]);
    // JSON is YAML too.
    writeFileSync(
        settingsFile(program, name),
        JSON.stringify({ encryptionsalt: salt, config: Object.fromEntries(values) as unknown }),
    );
    return true;
}

/** Keeps a stack that the engine has just made, for others of its kind. */
export function keepStack(kind: string, { program, backend, name }: Place): void {
    if (folder === undefined) {
        const created = mkdtempSync(join(tmpdir(), "pulumi-callfire-stacks-"));
        process.once("exit", () => rmSync(created, { recursive: true, force: true }));
        folder = created;
    }
    // Two that are made side by side may be of one kind.
    const original = mkdtempSync(join(folder, "stack-"));
    cpSync(backend, join(original, "backend"), { recursive: true });
    cpSync(settingsFile(program, name), join(original, "settings"));
    made.set(kind, original);
}

function secretIn(settings: string, key: string): { secure: string } {
    const [, secure] = new RegExp(`^ +${key}:\\n +secure: (\\S+)$`, "m").exec(settings) ?? [];
    if (secure === undefined) throw new Error(`${key} is no secret in\n${settings}`);
    return { secure };
}

function settingsFile(program: string, name: string): string {
    return join(program, `Pulumi.${name}.yaml`);
}
