import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { namesOf } from "../orders/attempt";
import type { Attempt } from "../orders/attempt";
import type { StackId } from "../orders/journal/entry";
import type { Holder, StackView } from "../orders/session";
import { messageOf } from "../orders/thrown";
import { exportStack } from "./export";
import type { ExportRequest } from "./export";
import { emptyReading, attemptsToCarry, readDeployment, unresolvedOf } from "./reading";
import type { Reading } from "./reading";

/** What this process knows of one stack: the engine's state, read once, and what has happened since (decisions/0004). */
export interface Stack extends StackView {
    /** The engine's state; says once why where it can't be read, and is empty then. */
    read(): Promise<Reading>;
    /**
     * Attempts that nobody has seen to their end.
     * @param urns of one resource, then and now
     * @param fromProgram what the program read before anything was registered; then the state is not read again for it
     */
    earlier(urns: readonly string[], fromProgram?: Earlier): Promise<Earlier>;
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
    return new View(options, run);
}

class View implements Stack {
    readonly id: StackId;
    private readonly request: ExportRequest;
    private reading: Promise<Reading> | undefined;
    private storedWarning: Promise<void> | undefined;
    private remembered: Promise<void> | undefined;
    /** Who holds what now: by the state, and by what this process has done since. */
    private known: Promise<readonly Holder[]> | undefined;
    private readonly deleted = new Set<string>();
    /** What the program has read of the engine's state before this process could, by URN. */
    private readonly readByProgram = new Map<string, readonly Attempt[]>();
    /** Which resource goes on with an attempt, by the attempt's id. */
    private readonly claims = new Map<string, string>();
    private warned = false;

    constructor(
        private readonly options: StackOptions,
        private readonly run: (request: ExportRequest) => Promise<Reading>,
    ) {
        const { id, request } = addressOf(options);
        this.id = id;
        this.request = request;
    }

    read(): Promise<Reading> {
        return (this.reading ??= this.tryToRead());
    }

    async identity(): Promise<StackId> {
        const { created } = await this.read();
        return { ...this.id, ...(created !== undefined && { created }) };
    }

    holders(): Promise<readonly Holder[]> {
        return (this.known ??= this.read().then(({ holders }) => holders));
    }

    async asked(): Promise<ReadonlyMap<string, string>> {
        const asked = [...this.readByProgram].flatMap(([urn, attempts]) =>
            attempts.flatMap(namesOf).map((name) => [name, urn] as const),
        );
        return new Map([...(await this.read()).asked, ...asked]);
    }

    async earlier(urns: readonly string[], fromProgram?: Earlier): Promise<Earlier> {
        if (fromProgram !== undefined) {
            const byUrn = { [urns[0] ?? ""]: fromProgram.own, ...fromProgram.others };
            for (const [urn, attempts] of Object.entries(byUrn)) {
                // Of most there are none, and what is kept here is gone through for each resource.
                if (attempts.length > 0) {
                    this.readByProgram.set(urn, attempts);
                }
            }
            return { ...fromProgram, own: this.claimAmong(urns, fromProgram.own) };
        }
        const state = await this.read();
        const known = unresolvedOf(state, urns);
        const more = urns.flatMap((urn) => this.readByProgram.get(urn) ?? []);
        const own = [...known, ...more.filter(({ id: attempt }) => known.every((one) => one.id !== attempt))];
        return { own: this.claimAmong(urns, own), others: attemptsToCarry(state, urns) };
    }

    async leftovers(urn: string): Promise<readonly (readonly Attempt[])[]> {
        const { unresolved, holders } = await this.read();
        const held = new Set(holders.map((holder) => holder.urn));
        return [...unresolved]
            .filter(([other]) => other !== urn && !held.has(other) && typeOf(other) === typeOf(urn))
            .map(([, attempts]) => attempts.filter(({ id }) => !this.claims.has(id)))
            .filter((attempts) => attempts.length > 0);
    }

    claim(urn: string, attempts: readonly Attempt[]): void {
        attempts.forEach(({ id }) => this.claims.set(id, urn));
    }

    /** Those that no other resource has claimed. @param urns of the resource that asks, then and now */
    private claimAmong(urns: readonly string[], attempts: readonly Attempt[]): readonly Attempt[] {
        const [urn = ""] = urns;
        const own = attempts.filter(({ id }) => urns.includes(this.claims.get(id) ?? urn));
        this.claim(urn, own);
        return own;
    }

    remember(note: (attempts: Earlier["others"]) => Promise<void>): Promise<void> {
        return (this.remembered ??= this.read().then((state) => note(attemptsToCarry(state, []))));
    }

    warnIfNotStored(attempt: Attempt): Promise<void> {
        return (this.storedWarning ??= this.lookWhetherStored(attempt));
    }

    recordHolder(holder: Omit<Holder, "isDeleted">): void {
        const { uid } = holder;
        const noted = { ...holder, isDeleted: this.deleted.has(uid) };
        this.known = this.holders().then((all) => [...all.filter((other) => other.uid !== uid), noted]);
    }

    recordDeletion(uid: string): void {
        this.deleted.add(uid);
        this.known = this.holders().then((all) =>
            all.map((holder) => (holder.uid === uid ? { ...holder, isDeleted: true } : holder)),
        );
    }

    private async lookWhetherStored({ id: attempt }: Attempt): Promise<void> {
        const { stored } = await this.tryToRead();
        if (!stored.has(attempt)) {
            this.unprotected(
                "it does not show the operation that is under way (PULUMI_SKIP_CHECKPOINTS, another backend or another stack of this name)",
            );
        }
    }

    private async tryToRead(): Promise<Reading> {
        try {
            return await this.run(this.request);
        } catch (error) {
            this.unprotected(messageOf(error));
            return emptyReading;
        }
    }

    private unprotected(reason: string): void {
        if (!this.warned) {
            this.warned = true;
            this.options.warn(
                `The state of this stack can't be consulted: ${reason}. What an interrupted run has ordered is then known to this machine's ` +
                    `journal alone: on a machine that is lost it could be ordered again.`,
            );
        }
    }
}

/** The stack for whoever tells it from others, and for the engine that is asked for it. */
function addressOf(options: StackOptions): { id: StackId; request: ExportRequest } {
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

function textOf(file: string): string {
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

/** `urn:pulumi:stack::project::parents$type::name` */
export function stackAndProjectOf(urn: string): { stack: string; project: string } {
    const [first = "", project = ""] = urn.split("::");
    return { stack: first.replace(/^urn:pulumi:/, ""), project };
}
