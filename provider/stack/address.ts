import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { StackId } from "../orders/journal/entry";
import type { ExportRequest } from "./export";

export interface StackOptions {
    /** Absent where the engine does not tell it, as to plugins (decisions/0039). */
    readonly organization?: string;
    readonly project: string;
    readonly stack: string;
    /** Where the engine listens in this run. */
    readonly engine?: string;
    /** The program's root folder. */
    readonly folder: string;
    readonly environment: Readonly<Record<string, string | undefined>>;
    warn(message: string): void;
}

/** The stack for whoever tells it from others, and for the engine that is asked for it. */
export function addressOf(options: StackOptions): { id: StackId; request: ExportRequest } {
    const backend = backendOf(options);
    // A self-managed backend calls every organization so.
    const isSelfManaged = backend !== undefined && !/^https?:/.test(backend);
    const organization = options.organization ?? (isSelfManaged ? "organization" : undefined);
    const name = [...(organization === undefined ? [] : [organization, options.project]), options.stack].join("/");
    return {
        id: { name: `${organization ?? ""}/${options.project}/${options.stack}`, ...(backend && { backend }) },
        request: { stack: name, folder: options.folder },
    };
}

/** Where Pulumi keeps the stack, by the same sources that Pulumi looks at. */
function backendOf({ environment, folder }: StackOptions): string | undefined {
    const home = environment["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
    return (
        environment["PULUMI_BACKEND_URL"] ??
        /^backend:\s*\n\s+url:\s*["']?([^"'\s]+)/m.exec(textOf(join(folder, "Pulumi.yaml")))?.[1] ??
        currentBackend(textOf(join(home, "credentials.json")))
    );
}

function currentBackend(credentials: string): string | undefined {
    try {
        const { current } = JSON.parse(credentials) as { current?: string };
        return current === "" ? undefined : current;
    } catch {
        return undefined;
    }
}

/** The text of a file; empty where it can't be read. */
export function textOf(file: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return "";
    }
}

/** The folder of the Pulumi.yaml that a program belongs to: with `main:` the program runs in one below it. */
export function rootFolder(folder: string): string {
    const file = findProjectFile(folder);
    return file === undefined ? folder : dirname(file);
}

/** Looks for Pulumi.yaml as Pulumi does: here, and in the folders above. */
export function findProjectFile(folder: string): string | undefined {
    const files = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"].map((name) => join(folder, name));
    const found = files.find((file) => existsSync(file));
    return found ?? (dirname(folder) === folder ? undefined : findProjectFile(dirname(folder)));
}

/** `callfire:index:NumberOrder`, of `urn:pulumi:stack::project::parents$type::name`. */
export function typeOf(urn: string): string {
    return urn.split("::")[2]?.split("$").at(-1) ?? urn;
}

/** `NumberOrder`: the same in both adapters. */
export function kindOf(urn: string): string {
    return typeOf(urn).split(":").at(-1) ?? "";
}

/** `urn:pulumi:stack::project::parents$type::name` */
export function stackAndProjectOf(urn: string): { stack: string; project: string } {
    const [first = "", project = ""] = urn.split("::");
    return { stack: first.replace(/^urn:pulumi:/, ""), project };
}
