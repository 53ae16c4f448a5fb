import { codeOf } from "../thrown";
import { DatabaseRefused, readOnly } from "./postgresErrors";

export type Row = Readonly<Record<string, unknown>>;
/** Runs a statement, or without values several that succeed or fail together. */
export type Run = (text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

/** What was found at the first connection. */
export interface ServerFacts {
    /** The server's own words: `18.4`. */
    readonly serverVersion: string;
    /** What it would do without being asked; every write of ours asks for `on`. */
    readonly synchronousCommit: string;
    /** Whether the server sees this connection encrypted. */
    readonly isEncrypted: boolean;
    /** Whether the server can notice that a client is gone while it waits or sleeps. */
    readonly noticesLostClients: boolean;
    readonly versionNumber: number;
    /** The same for ever, and another one for every journal. */
    readonly identity: string;
}

const oldestServer = 130_000;
/** Of the tables: another one is refused, never changed. */
const tableVersion = 1;

const factsStatement = `
    SELECT current_setting('server_version') AS server_version,
           current_setting('server_version_num')::int AS version_number,
           current_setting('fsync') AS fsync,
           current_setting('synchronous_commit') AS synchronous_commit,
           current_setting('transaction_read_only') AS read_only,
           pg_is_in_recovery() AS is_standby,
           version() ~* 'linux' AS is_linux,
           coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS is_encrypted,
           to_regclass('callfire_journal') IS NOT NULL AS has_journal,
           to_regclass('callfire_journal_about') IS NOT NULL AS has_about,
           coalesce(current_schema(), 'public') AS schema_name,
           quote_ident(current_user) AS user_name`;

/** Who writes revision n + 1 compares what stands there with what it has read; the token tells its own write from another's. */
const tables = `
CREATE TABLE IF NOT EXISTS callfire_journal (
    name text COLLATE "C" PRIMARY KEY,
    revision integer NOT NULL,
    text text NOT NULL,
    token uuid NOT NULL
);
CREATE TABLE IF NOT EXISTS callfire_journal_about (version integer NOT NULL, identity text NOT NULL);
INSERT INTO callfire_journal_about
    SELECT ${String(tableVersion)}, gen_random_uuid()::text WHERE NOT EXISTS (SELECT FROM callfire_journal_about);`;

/**
 * Looks whether the database keeps what it acknowledges, and makes the tables where there are none.
 * @throws DatabaseRefused
 */
export async function openTables(run: Run): Promise<ServerFacts> {
    const [facts = {}] = await run(factsStatement);
    assertDurable(facts);
    if (facts["has_journal"] !== true && facts["has_about"] !== true) {
        await createTables(run, facts);
    }
    const identity = await readIdentity(run, facts);
    const versionNumber = Number(facts["version_number"]);
    return {
        serverVersion: String(facts["server_version"]),
        synchronousCommit: String(facts["synchronous_commit"]),
        isEncrypted: facts["is_encrypted"] === true,
        noticesLostClients: versionNumber >= 140_000 && facts["is_linux"] === true,
        versionNumber,
        identity,
    };
}

function assertDurable(facts: Row): void {
    if (Number(facts["version_number"]) < oldestServer) {
        throw new DatabaseRefused(
            `the server is PostgreSQL ${String(facts["server_version"])}, and 13 is the oldest that can be used`,
            "Set callfire:journal to a newer one",
        );
    }
    if (facts["fsync"] !== "on") {
        throw new DatabaseRefused(
            "the server runs with fsync = off: what it acknowledges may be lost in a power cut, and an order with it",
            "Set fsync = on in the server, or set callfire:journal to another one",
        );
    }
    if (facts["is_standby"] === true) {
        throw new DatabaseRefused(
            "the server is a standby, which can't be written",
            "Set callfire:journal to the primary server",
        );
    }
    if (facts["read_only"] === "on") {
        throw new DatabaseRefused(readOnly.reason, readOnly.advice);
    }
}

/** Two processes that find nothing at the same moment must not both make it: IF NOT EXISTS alone does not keep them apart. */
async function createTables(run: Run, facts: Row): Promise<void> {
    try {
        await run(
            `SELECT pg_advisory_xact_lock(hashtextextended('pulumi-callfire: tables of the journal', 0));${tables}`,
        );
    } catch (error) {
        if (error instanceof Error && ["42501", "3F000"].includes(String(codeOf(error)))) {
            throw new DatabaseRefused(
                `its tables are not there yet, and the user ${String(facts["user_name"])} has no right to create them (${error.message})`,
                `Let somebody who may run this in that database once, then run it again:\n${statementsForAdministrator(facts)}\n` +
                    "Or set callfire:journal to another database",
            );
        }
        throw error;
    }
}

async function readIdentity(run: Run, facts: Row): Promise<string> {
    const about = await readAbout(run).catch((error: unknown) => {
        if (codeOf(error) === "42501") {
            throw withoutRight(facts);
        }
        throw error;
    });
    const version = about["version"];
    if (version !== tableVersion || typeof about["identity"] !== "string" || about["has_columns"] !== true) {
        throw new DatabaseRefused(
            `its tables callfire_journal and callfire_journal_about are of version ${version === undefined ? "unknown" : JSON.stringify(version)}, and this version ` +
                `of pulumi-callfire knows ${String(tableVersion)}`,
            "Use the version of pulumi-callfire that made them, or set callfire:journal to another database",
        );
    }
    if (about["may_write"] !== true) {
        throw withoutRight(facts);
    }
    return about["identity"];
}

async function readAbout(run: Run): Promise<Row> {
    const [row] = await run(`
        SELECT to_jsonb(about) ->> 'identity' AS identity,
               (to_jsonb(about) ->> 'version')::int AS version,
               (SELECT count(*) = 4 FROM pg_attribute WHERE attrelid = to_regclass('callfire_journal')
                    AND attname IN ('name', 'revision', 'text', 'token') AND NOT attisdropped) AS has_columns,
               (SELECT bool_and(has_table_privilege(to_regclass('callfire_journal'), needed))
                    FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS needed) AS may_write
        FROM callfire_journal_about AS about
        ORDER BY version DESC LIMIT 1`);
    return row ?? {};
}

function withoutRight(facts: Row): DatabaseRefused {
    return new DatabaseRefused(
        `the user ${String(facts["user_name"])} has no right to use its tables`,
        `Let their owner run this in that database once, then run it again:\n${grants(facts)}\n` +
            "Or check the user in callfire:journal",
    );
}

function statementsForAdministrator(facts: Row): string {
    return `SET search_path TO ${String(facts["schema_name"])};${tables}\n${grants(facts)}`;
}

function grants(facts: Row): string {
    const user = String(facts["user_name"]);
    return (
        `GRANT SELECT, INSERT, UPDATE, DELETE ON callfire_journal TO ${user};\n` +
        `GRANT SELECT ON callfire_journal_about TO ${user};`
    );
}
