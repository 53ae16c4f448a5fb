import type { PoolClient, QueryConfig } from "pg";
import type { ServerFacts } from "../journal/postgresTables";
import type { Time } from "../time";
import { onceOpened, type PostgresDatabase } from "../journal/postgresDatabase";
import { Mutex } from "./mutex";
import type { PollLimiter } from "./pollLimiter";

/**
 * While it polls, a process says so often that it is alive. One that is silent for so long has lost its turn: stopped, or behind
 * a proxy that went silent. A busy machine may keep a process from its turn for seconds.
 */
const heartbeatMilliseconds = 1_000;
const silenceMilliseconds = 10_000;
/** A turn that was granted so long ago may be somebody else's soon. */
const lateMilliseconds = 1_000;
/** How often the server looks whether those are there whom it keeps waiting. */
const connectionCheckMilliseconds = 500;

/** First the lock, for which all who wait queue up in the server, then the gap, by the server's clock. */
const turnStatement = `
    WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtextextended($1, 0)))
    SELECT pg_sleep(1), extract(epoch FROM clock_timestamp() - statement_timestamp())::float8 * 1000 AS took FROM turn`;

/**
 * Keeps the gap between polls for all processes that share a database. A turn is a transaction: it holds the account's lock, sleeps
 * for a second, makes the call and ends. A process that dies lets go of the lock without anybody's help. Each process waits with
 * one connection; its orders take turns at it (decisions/0014).
 */
export function createPostgresLimiter(options: {
    database: PostgresDatabase;
    account: string;
    scope: "account" | "order";
    time: Time;
}): PollLimiter {
    const { database, account, scope, time } = options;
    const mutex = new Mutex();
    const openConnections = onceOpened(() => database.openConnection(undefined));

    return {
        turn(order, signal, call) {
            const key = scope === "order" ? `${account}\n${order}` : account;
            return mutex.turn(signal, async () => {
                const facts = await database.facts();
                const client = await database.withPatience(() => enter(key, facts, signal), signal);
                return stay(client, call);
            });
        },
    };

    /** Resolves when the turn has come, on a connection that holds it. */
    async function enter(key: string, facts: ServerFacts, signal: AbortSignal): Promise<PoolClient> {
        const connections = await openConnections();
        const client = await connections.connect();
        let isOver = false;
        const leave = (): void => {
            if (!isOver) {
                isOver = true;
                client.release(true);
            }
        };
        signal.addEventListener("abort", leave, { once: true });
        try {
            signal.throwIfAborted(); // To connect takes a while, and the wait for a turn may take minutes.
            await client.query(beginStatement(facts));
            await awaitTurn(client, key);
            signal.throwIfAborted();
            return client;
        } catch (error) {
            leave();
            throw signal.aborted ? signal.reason : error;
        } finally {
            signal.removeEventListener("abort", leave);
        }
    }

    /** A process that was stopped meanwhile, as a laptop is that was closed, asks whether the turn is still its own. */
    async function awaitTurn(client: PoolClient, key: string): Promise<void> {
        const now = (): number => time.date().getTime();
        const asked = now();
        const { rows } = await client.query<{ took: number }>(turnStatement, [key]);
        let late = now() - asked - (rows[0]?.took ?? 0);
        while (Math.abs(late) > lateMilliseconds) {
            const again = now();
            await client.query("SELECT 1");
            late = now() - again;
        }
    }
}

/** Makes the call while the connection holds the turn. Its answer counts, whatever becomes of the connection. */
async function stay<Answer>(client: PoolClient, call: () => Promise<Answer>): Promise<Answer> {
    let heard = Promise.resolve(true);
    let isWaiting = false;
    const timer = setInterval(() => {
        if (!isWaiting) {
            isWaiting = true;
            heard = say(client, "SELECT 1").finally(() => (isWaiting = false));
        }
    }, heartbeatMilliseconds);
    try {
        return await call();
    } finally {
        clearInterval(timer);
        const isOver = (await heard) && (await say(client, "COMMIT"));
        client.release(!isOver);
    }
}

/** Whether the server has heard it. */
async function say(client: PoolClient, text: string): Promise<boolean> {
    const message: QueryConfig & { query_timeout: number } = { text, query_timeout: silenceMilliseconds / 2 };
    return client.query(message).then(
        () => true,
        () => false,
    );
}

/**
 * A transaction whose lock goes when its client does. Time-outs that the server or the user has for others must not end the wait;
 * those of this turn are gone with it.
 */
function beginStatement({ versionNumber, noticesLostClients }: ServerFacts): string {
    const settings = {
        idle_in_transaction_session_timeout: silenceMilliseconds,
        statement_timeout: 0,
        lock_timeout: 0,
        ...(versionNumber >= 170_000 && { transaction_timeout: 0 }),
        // A process that dies is told by its machine at once; a machine that vanishes gives no sign for two seconds.
        tcp_keepalives_idle: 1,
        tcp_keepalives_interval: 1,
        tcp_keepalives_count: 1,
        ...(noticesLostClients && { client_connection_check_interval: connectionCheckMilliseconds }),
    };
    const assignments = Object.entries(settings).map(([name, value]) => `SET LOCAL ${name} = ${String(value)}`);
    return ["BEGIN ISOLATION LEVEL READ COMMITTED", ...assignments].join("; ");
}
