import { namesOf } from "../orders/attempt";
import type { Attempt } from "../orders/attempt";
import type { StackId } from "../orders/journal/entry";
import type { Holder, StackedState, StackView } from "../orders/session";
import { messageOf } from "../orders/thrown";
import { addressOf, kindOf } from "./address";
import type { StackOptions } from "./address";
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
    readonly run?: string;
    private readonly request: ExportRequest;
    private reading: Promise<Reading> | undefined;
    private storedWarning: Promise<void> | undefined;
    private remembered: Promise<void> | undefined;
    /** Who holds what now: by the state, and by what this process has done since. */
    private known: Promise<readonly Holder[]> | undefined;
    private readonly deleted = new Set<string>();
    /** What resources list that are about to be created, by URN. */
    private readonly creates = new Map<string, readonly string[]>();
    /** What the program has read of the engine's state before this process could, by URN. */
    private readonly readByProgram = new Map<string, readonly Attempt[]>();
    /** URNs that this run has asked about. */
    private readonly askedAbout = new Set<string>();
    private warned = false;

    constructor(
        private readonly options: StackOptions,
        private readonly readState: (request: ExportRequest) => Promise<Reading>,
    ) {
        const { id, request } = addressOf(options);
        this.id = id;
        this.request = request;
        if (options.engine !== undefined) {
            this.run = options.engine;
        }
    }

    read(): Promise<Reading> {
        return (this.reading ??= this.tryToRead());
    }

    async identity(): Promise<StackId> {
        const { created } = await this.read();
        return { ...this.id, ...(created !== undefined && { created }) };
    }

    async states(): Promise<readonly StackedState[]> {
        const state = await this.read();
        return [...state.outputs].map(([urn, outputs]) => ({ urn, outputs, earlier: this.unresolvedIn(state, [urn]) }));
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
        urns.forEach((urn) => this.askedAbout.add(urn));
        if (fromProgram !== undefined) {
            const byUrn = { [urns[0] ?? ""]: fromProgram.own, ...fromProgram.others };
            for (const [urn, attempts] of Object.entries(byUrn)) {
                // Of most there are none, and what is kept here is gone through for each resource.
                if (attempts.length > 0) {
                    this.readByProgram.set(urn, attempts);
                }
            }
            return fromProgram;
        }
        const state = await this.read();
        return { own: this.unresolvedIn(state, urns), others: attemptsToCarry(state, urns) };
    }

    private unresolvedIn(state: Reading, urns: readonly string[]): readonly Attempt[] {
        const known = unresolvedOf(state, urns);
        const more = urns.flatMap((urn) => this.readByProgram.get(urn) ?? []);
        return [...known, ...more.filter(({ id: attempt }) => known.every((one) => one.id !== attempt))];
    }

    async leftovers(urn: string): Promise<ReadonlyMap<string, readonly Attempt[]>> {
        const { unresolved, holders } = await this.read();
        const known = new Set([urn, ...this.askedAbout, ...holders.map((holder) => holder.urn)]);
        const isOfThisRun = ({ run }: Attempt): boolean => run !== undefined && run === this.run;
        const found = [...unresolved].filter(([other]) => !known.has(other) && kindOf(other) === kindOf(urn));
        return new Map(found.filter(([, attempts]) => !attempts.some(isOfThisRun)));
    }

    askedAboutCount(): number {
        return this.askedAbout.size;
    }

    remember(note: (attempts: Earlier["others"]) => Promise<void>): Promise<void> {
        return (this.remembered ??= this.read().then((state) => note(attemptsToCarry(state, []))));
    }

    warnIfNotStored(attempt: Attempt): Promise<void> {
        return (this.storedWarning ??= this.lookWhetherStored(attempt));
    }

    recordCreate(urn: string, names: readonly string[]): void {
        this.creates.set(urn, names);
    }

    listedByCreate(urn: string): readonly string[] {
        return this.creates.get(urn) ?? [];
    }

    recordHolder(holder: Omit<Holder, "isDeleted">): void {
        const { uid, urn } = holder;
        this.creates.delete(urn);
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
            return await this.readState(this.request);
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
