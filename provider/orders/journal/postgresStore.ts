import { randomUUID } from "node:crypto";
import type { PostgresDatabase } from "./postgresDatabase";
import type { Row } from "./postgresTables";
import type { Store, Written } from "./store";

/** Ends the names of entries that are kept but no longer listed. */
const setAsideEnd = ".forgotten";

/** Written into the statement itself: a pool of connections between us and the server keeps no settings. */
const durably = "WITH durably AS MATERIALIZED (SELECT set_config('synchronous_commit', 'on', true))";

const reserve = `${durably}
    INSERT INTO callfire_journal (name, revision, text, token) SELECT $1, 1, $2, $3::uuid FROM durably
    ON CONFLICT (name) DO NOTHING RETURNING name`;

const advance = `${durably}
    UPDATE callfire_journal SET revision = $2, text = $3, token = $4::uuid FROM durably
    WHERE name = $1 AND revision = $2 - 1 AND text = $5 RETURNING name`;

/** A write whose answer was lost may be seen before all of the cluster has it: to write it anew waits for that. */
const confirm = `${durably}
    UPDATE callfire_journal SET token = $2::uuid FROM durably WHERE name = $1 AND token = $2::uuid RETURNING name`;

const removal = `${durably}
    DELETE FROM callfire_journal USING durably WHERE name = $1 AND text = $2 RETURNING name`;

const renaming = `${durably}
    UPDATE callfire_journal SET name = $2 FROM durably WHERE name = $1 RETURNING name`;

interface StoredRow {
    readonly revision: number;
    readonly text: string;
    readonly token: string;
}

/**
 * A journal in PostgreSQL: one row an entry, its newest revision. Every statement may be run again after a lost answer: its token
 * tells whether it was this write that came first (decisions/0012).
 */
export function postgresStore(database: PostgresDatabase): Store {
    /** What this process wrote last of an entry: its next revision need not be read first. */
    const written = new Map<string, Pick<StoredRow, "revision" | "text">>();

    async function read(name: string): Promise<StoredRow | undefined> {
        const [row] = await database.query("SELECT revision, text, token FROM callfire_journal WHERE name = $1", [
            name,
        ]);
        return row === undefined ? undefined : storedRow(row);
    }

    /** After a write that changed nothing: whether it was ours already, or whose it is. */
    async function whose(name: string, token: string): Promise<Written> {
        const found = await read(name);
        if (found === undefined) {
            return "gone";
        }
        return found.token === token && (await database.query(confirm, [name, token])).length > 0
            ? "written"
            : "conflict";
    }

    async function writeFirst(name: string, text: string): Promise<Written> {
        const token = randomUUID();
        if ((await database.query(reserve, [name, text, token])).length > 0) {
            return "written";
        }
        const outcome = await whose(name, token);
        // Somebody had it and has removed it since.
        return outcome === "gone" ? "conflict" : outcome;
    }

    async function writeNext(
        name: string,
        revision: number,
        text: string,
        isPredecessor: (before: string) => boolean,
    ): Promise<Written> {
        const follows = (other: Pick<StoredRow, "revision" | "text"> | undefined): boolean =>
            other?.revision === revision - 1 && isPredecessor(other.text);
        const known = written.get(name);
        const before = follows(known) ? known : await read(name);
        if (before === undefined) {
            return "gone";
        }
        if (!follows(before)) {
            return "conflict";
        }
        const token = randomUUID();
        const changed = await database.query(advance, [name, revision, text, token, before.text]);
        return changed.length > 0 ? "written" : whose(name, token);
    }

    async function removeIf(name: string, isOurs: (text: string) => boolean): Promise<void> {
        for (;;) {
            const found = written.get(name) ?? (await read(name));
            written.delete(name);
            if (found === undefined || !isOurs(found.text)) {
                return;
            }
            if ((await database.query(removal, [name, found.text])).length > 0) {
                return;
            }
        }
    }

    return {
        place: database.place,

        identity: async () => (await database.facts()).identity,

        async describe() {
            const { serverVersion, synchronousCommit, isEncrypted } = await database.facts();
            const began = performance.now();
            await database.query("SELECT 1");
            const took = Math.ceil(performance.now() - began);
            const commit = `fsync on, synchronous_commit ${synchronousCommit} (an order's own writes always wait)`;
            return `PostgreSQL ${serverVersion}, ${commit}, ${isEncrypted ? "TLS" : "without TLS"}, ${String(took)} ms a statement`;
        },

        async assertWritable() {
            await database.query(
                `INSERT INTO callfire_journal (name, revision, text, token) SELECT '', 0, '', gen_random_uuid() WHERE false`,
                [],
            );
        },

        async list() {
            const rows = await database.query(
                `SELECT name, revision, text, token FROM callfire_journal WHERE right(name, length($1)) <> $1`,
                [setAsideEnd],
            );
            return rows.map((row) => {
                const { revision, text } = storedRow(row);
                return { name: String(row["name"]), revision, text };
            });
        },

        // Always durable: one wait for the server's disk costs less than to tell two kinds of writes apart.
        async write(name, revision, text, isPredecessor) {
            const outcome = await (revision === 1
                ? writeFirst(name, text)
                : writeNext(name, revision, text, isPredecessor));
            if (outcome === "written") {
                written.set(name, { revision, text });
            } else {
                written.delete(name);
            }
            return outcome;
        },

        /** The row is the newest revision: there are no others. */
        trim: () => Promise.resolve(),

        remove: removeIf,

        async setAside(name) {
            written.delete(name);
            const kept = `${name}.${new Date().toISOString().replace(/[:.]/g, "-")}${setAsideEnd}`;
            await database.query(renaming, [name, kept]);
            return (await read(kept)) === undefined ? [] : [`${database.place}: ${kept}`];
        },
    };
}

function storedRow(row: Row): StoredRow {
    return { revision: Number(row["revision"]), text: String(row["text"]), token: String(row["token"]) };
}
