import { setMaxListeners } from "node:events";
import { readFile } from "node:fs/promises";
import type { Pool, PoolConfig } from "pg";
import type pgpass from "pgpass";
import { Mutex } from "../pacing/mutex";
import { messageOf } from "../thrown";
import type { Time } from "../time";
import { DatabaseRefused, isStarting, isTransient, journalError } from "./postgresErrors";
import { openTables, type Row, type Run } from "./postgresTables";
import type { PostgresAddress } from "./postgresUrl";

/** A server restarts, and a cluster fails over, in less than that. */
const usualPatience = 60_000;
/** The same for one that has not been reached yet. */
const usualFirstPatience = 3_000;
/** No statement but the wait for a poll's turn takes so long. */
const usualAnswer = 10_000;

interface Limits {
    readonly time: Time;
    /** Milliseconds for which a server may be gone that was there before. */
    readonly patience?: number;
    /** The same for one that has not been reached yet. */
    readonly firstPatience?: number;
    /** Milliseconds after which an answer counts as lost. */
    readonly answer?: number;
}

/** Nothing is connected, and `pg` not loaded, before the first use. */
export class PostgresDatabase {
    /** Where it is, for messages: without user and password. */
    readonly place: string;
    private readonly limits: Required<Limits>;
    private readonly pools = new Set<Promise<Pool>>();
    private readonly openJournalPool = onceOpened(() => this.openConnection(this.limits.answer));
    private readonly mutex = new Mutex();
    private readonly never = new AbortController().signal;
    private wasOpen = false;

    constructor(
        private readonly address: PostgresAddress,
        limits: Limits,
    ) {
        this.place = address.place;
        this.limits = { patience: usualPatience, firstPatience: usualFirstPatience, answer: usualAnswer, ...limits };
        setMaxListeners(0, this.never);
    }

    /** What was found at the first use; then the database had passed all checks. */
    readonly facts = onceOpened(async () => {
        const found = await this.withPatience(() => openTables(this.runOnce));
        this.wasOpen = true;
        return found;
    });

    /**
     * Runs one statement. Where its answer is lost, or the server is gone for a while, it is run again: it must do no harm twice.
     * @throws JournalUnavailable
     */
    async query(text: string, values?: readonly unknown[]): Promise<readonly Row[]> {
        await this.facts();
        return this.withPatience(() => this.runOnce(text, values));
    }

    /**
     * One connection, for work that must not be repeated blindly: opened when it is needed, and anew after it broke.
     * @param answerTimeout milliseconds after which an answer counts as lost; undefined where it may take any time
     */
    openConnection(answerTimeout: number | undefined): Promise<Pool> {
        const made = createPool(this.address, {
            max: 1,
            query_timeout: answerTimeout,
            connectionTimeoutMillis: this.limits.answer,
        });
        this.pools.add(made);
        return made;
    }

    /**
     * Does work until it does not fail for a reason that passes, or patience ends. A server that was never reached may be wrongly named:
     * said soon, but a restart takes a moment.
     * @throws JournalUnavailable
     */
    async withPatience<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
        const { time, patience, firstPatience } = this.limits;
        const began = time.elapsed();
        for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
            try {
                return await work();
            } catch (error) {
                signal?.throwIfAborted();
                const limit = this.wasOpen || isStarting(error) ? patience : Math.min(patience, firstPatience);
                if (!isTransient(error) || time.elapsed() - began >= limit) {
                    throw journalError(error, this.address);
                }
                await time.sleep(pause, signal);
            }
        }
    }

    /** Ends all connections: it can't be used after that. */
    async close(): Promise<void> {
        for (const made of this.pools) {
            await made.then(
                (connections) => connections.end(),
                () => undefined,
            );
        }
        this.pools.clear();
    }

    /** Hundreds of orders may ask at once: they wait here, where no time-out of a connection strikes them. */
    private readonly runOnce: Run = (text, values) =>
        this.mutex.turn(this.never, async () => {
            const connections = await this.openJournalPool();
            const result = await (values === undefined
                ? connections.query<Row>(text)
                : connections.query<Row>(text, [...values]));
            return result.rows;
        });
}

/** Opens at the first use, for all; what could not be opened is tried again at the next use. */
export function onceOpened<Result>(open: () => Promise<Result>): () => Promise<Result> {
    let opened: Promise<Result> | undefined;
    return () => {
        const opening = (opened ??= open());
        opening.catch(() => (opened = undefined));
        return opening;
    };
}

async function createPool(address: PostgresAddress, limits: PoolConfig): Promise<Pool> {
    const { default: pg } = await import("pg");
    const { host, port, user, database, options } = address;
    const created = new pg.Pool({
        host,
        port,
        user,
        database,
        options,
        password: address.password ?? ((parameters?: PasswordQuestion) => readPasswordFile(parameters)),
        ssl: await tlsOptions(address),
        ...limits,
        keepAlive: true,
        keepAliveInitialDelayMillis: 10_000,
        fallback_application_name: "pulumi-callfire",
        // A process that has nothing else to do may end.
        allowExitOnIdle: true,
    });
    // A connection that breaks is noticed by its next use; one that nobody uses is replaced.
    const unheard = (): void => undefined;
    created.on("error", unheard);
    created.on("connect", (client) => client.on("error", unheard));
    return created;
}

async function tlsOptions({ encryption, files, host }: PostgresAddress): Promise<NonNullable<PoolConfig["ssl"]>> {
    if (encryption === "none") {
        return false;
    }
    const read = async (name: string, file: string | undefined): Promise<string | undefined> => {
        try {
            return file === undefined ? undefined : await readFile(file, "utf8");
        } catch (error) {
            throw new DatabaseRefused(
                `its ${name} can't be read: ${messageOf(error)}`,
                `Check ${name} in callfire:journal`,
            );
        }
    };
    const ca = await read("sslrootcert", files.ca);
    const cert = await read("sslcert", files.cert);
    const key = await read("sslkey", files.key);
    return {
        rejectUnauthorized: encryption === "verified",
        // For an address without a name, Node would look for "localhost" in the certificate.
        host,
        ...(ca !== undefined && { ca }),
        ...(cert !== undefined && { cert }),
        ...(key !== undefined && { key }),
    };
}

type PasswordQuestion = Parameters<typeof pgpass>[0];

/** The password that PGPASSFILE or ~/.pgpass has for this connection; none is said in words when the server asks for one. */
async function readPasswordFile(parameters?: PasswordQuestion): Promise<string> {
    const { default: pgpass } = await import("pgpass");
    return new Promise((resolve) => {
        if (parameters === undefined) {
            resolve("");
        } else {
            pgpass(parameters, (password) => resolve(password ?? ""));
        }
    });
}
