import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { namesOf } from "../orders/attempt";
import type { Attempt } from "../orders/attempt";
import type { StackId } from "../orders/journal/entry";
import type { Holder, StackView } from "../orders/session";
import { exportStack } from "./export";
import type { ExportRequest } from "./export";
import { emptyReading, fleetingOfOthers, readDeployment, unresolvedOf } from "./reading";
import type { Reading } from "./reading";

/** What this process knows of one stack: the engine's state, read once, and what has happened since (decisions/0004). */
export interface Stack extends StackView {
    /** The engine's state; says once why where it can't be read, and is empty then. */
    read(): Promise<Reading>;
    /**
     * Attempts that nobody has seen to their end.
     * @param urns of one resource, then and now
     * @param handed what the program read before anything was registered; then the state is not read again for it
     */
    earlier(urns: readonly string[], handed?: Earlier): Promise<Earlier>;
    /** Once a process: has what the engine is about to forget noted. */
    remember(note: (attempts: Earlier["others"]) => Promise<void>): Promise<void>;
}

export interface Earlier {
    /** Of this resource, oldest first. */
    readonly own: readonly Attempt[];
    /** Of others, which the next write makes the engine forget, by URN. */
    readonly others: Readonly<Record<string, readonly Attempt[]>>;
}

export interface StackOptions {
    /** Absent where the engine does not tell it, as to plugins (decisions/0039). */
    readonly organization?: string;
    readonly project: string;
    readonly stack: string;
    /** The program's root folder. */
    readonly folder: string;
    readonly environment: Readonly<Record<string, string | undefined>>;
    warn(message: string): void;
}

const stacks = new Map<string, Stack>();

/** The one view of this process on this stack. */
export function stackView(options: StackOptions): Stack {
    const key = `${options.organization ?? ""}/${options.project}/${options.stack}`;
    const known = stacks.get(key) ?? openStack(options);
    stacks.set(key, known);
    return known;
}

/** @param run reads the engine's state; handed in by tests */
export function openStack(
    options: StackOptions,
    run: (request: ExportRequest) => Promise<Reading> = async (request) => readDeployment(await exportStack(request)),
): Stack {
    const backend = backendOf(options);
    // A self-managed backend calls every organization so.
    const isSelfManaged = backend !== undefined && !/^https?:/.test(backend);
    const organization = options.organization ?? (isSelfManaged ? "organization" : undefined);
    const name = [...(organization === undefined ? [] : [organization, options.project]), options.stack].join("/");
    const request = { stack: name, folder: options.folder };
    const id: StackId = {
        name: `${organization ?? ""}/${options.project}/${options.stack}`,
        ...(backend && { backend }),
    };

    let reading: Promise<Reading> | undefined;
    let proof: Promise<void> | undefined;
    let remembered: Promise<void> | undefined;
    let known: Promise<Map<string, Holder>> | undefined;
    const deleted = new Set<string>();
    const handedOver = new Map<string, readonly Attempt[]>();
    let warned = false;

    function unprotected(reason: string): void {
        if (!warned) {
            warned = true;
            options.warn(
                `The state of this stack can't be consulted: ${reason}. What an interrupted run has ordered is then known to this machine's ` +
                    `journal alone: on a machine that is lost it could be ordered again.`,
            );
        }
    }

    async function tryToRead(): Promise<Reading> {
        try {
            return await run(request);
        } catch (error) {
            unprotected(error instanceof Error ? error.message : String(error));
            return emptyReading;
        }
    }

    const read = (): Promise<Reading> => (reading ??= tryToRead());

    /** Who holds what now, by uid; of a state without one by URN. */
    const holdersNow = (): Promise<Map<string, Holder>> =>
        (known ??= read().then(({ holders }) => new Map(holders.map((holder) => [holder.uid || holder.urn, holder]))));

    async function proveOnce({ id: attempt }: Attempt): Promise<void> {
        const { stored } = await tryToRead();
        if (!stored.has(attempt)) {
            unprotected(
                "it does not show the operation that is under way (PULUMI_SKIP_CHECKPOINTS, another backend or another stack of this name)",
            );
        }
    }

    return {
        id,
        read,
        async identity() {
            const { created } = await read();
            return { ...id, ...(created !== undefined && { created }) };
        },
        holders: async () => [...(await holdersNow()).values()],
        async asked() {
            const handed = [...handedOver].map(([urn, attempts]) => [urn, attempts.flatMap(namesOf)] as const);
            return new Map([
                ...(await read()).asked,
                ...handed.flatMap(([urn, names]) => names.map((name) => [name, urn] as const)),
            ]);
        },
        async earlier(urns, handed) {
            if (handed !== undefined) {
                handedOver.set(urns[0] ?? "", handed.own);
                Object.entries(handed.others).forEach(([urn, attempts]) => handedOver.set(urn, attempts));
                return handed;
            }
            const state = await read();
            const known = unresolvedOf(state, urns);
            const more = urns.flatMap((urn) => handedOver.get(urn) ?? []);
            const own = [...known, ...more.filter(({ id: attempt }) => known.every((one) => one.id !== attempt))];
            return { own, others: fleetingOfOthers(state, urns) };
        },
        remember: (note) => (remembered ??= read().then((state) => note(fleetingOfOthers(state, [])))),
        prove: (attempt) => (proof ??= proveOnce(attempt)),
        note(holder) {
            void holdersNow().then((now) => now.set(holder.uid, { ...holder, isDeleted: deleted.has(holder.uid) }));
        },
        noteDeletion(uid) {
            deleted.add(uid);
            void holdersNow().then((now) => {
                const holder = now.get(uid);
                if (holder !== undefined) {
                    now.set(uid, { ...holder, isDeleted: true });
                }
            });
        },
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

function textOf(file: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return "";
    }
}

/** The folder of the Pulumi.yaml that a program belongs to: with `main:` the program runs in one below it. */
export function rootFolder(folder: string): string {
    for (let candidate = folder; ; candidate = dirname(candidate)) {
        if (["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"].some((file) => existsSync(join(candidate, file)))) {
            return candidate;
        }
        if (dirname(candidate) === candidate) {
            return folder;
        }
    }
}

/** `urn:pulumi:stack::project::parents$type::name` */
export function stackOf(urn: string): { stack: string; project: string } {
    const [first = "", project = ""] = urn.split("::");
    return { stack: first.replace(/^urn:pulumi:/, ""), project };
}
