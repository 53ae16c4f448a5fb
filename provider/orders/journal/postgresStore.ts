import { randomUUID } from "node:crypto";
import type { PostgresDatabase } from "./postgresDatabase";
import type { Row } from "./postgresTables";
import type { Store, StoredRevision, Written } from "./store";

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

/** What is known of an entry. */
type Known = Pick<StoredRow, "revision" | "text">;

/**
 * A journal in PostgreSQL: one row an entry, its newest revision. Every statement may be run again after a lost answer: its token
 * tells whether it was this write that came first (decisions/0012).
 */
export function postgresStore(database: PostgresDatabase): Store {
    return new PostgresStore(database);
}

class PostgresStore implements Store {
    readonly place: string;
    /** What this process wrote last of an entry: its next revision need not be read first. */
    private readonly written = new Map<string, Known>();

    constructor(private readonly database: PostgresDatabase) {
        this.place = database.place;
    }

    async identity(): Promise<string> {
        return (await this.database.facts()).identity;
    }

    async describe(): Promise<string> {
        const { serverVersion, synchronousCommit, isEncrypted } = await this.database.facts();
        const began = performance.now();
        await this.database.query("SELECT 1");
        const took = Math.ceil(performance.now() - began);
        const commit = `fsync on, synchronous_commit ${synchronousCommit} (an order's own writes always wait)`;
        return `PostgreSQL ${serverVersion}, ${commit}, ${isEncrypted ? "TLS" : "without TLS"}, ${String(took)} ms a statement`;
    }

    async assertWritable(): Promise<void> {
        await this.database.query(
            `INSERT INTO callfire_journal (name, revision, text, token) SELECT '', 0, '', gen_random_uuid() WHERE false`,
            [],
        );
    }

    async list(): Promise<readonly StoredRevision[]> {
        const rows = await this.database.query(
            `SELECT name, revision, text, token FROM callfire_journal WHERE right(name, length($1)) <> $1`,
            [setAsideEnd],
        );
        return rows.map((row) => {
            const { revision, text } = storedRow(row);
            return { name: String(row["name"]), revision, text };
        });
    }

    // Always durable: one wait for the server's disk costs less than to tell two kinds of writes apart.
    async write(
        name: string,
        revision: number,
        text: string,
        isPredecessor: (before: string) => boolean,
    ): Promise<Written> {
        const outcome = await (revision === 1
            ? this.writeFirst(name, text)
            : this.writeNext(name, revision, text, isPredecessor));
        if (outcome === "written") {
            this.written.set(name, { revision, text });
        } else {
            this.written.delete(name);
        }
        return outcome;
    }

    /** The row is the newest revision: there are no others. */
    trim(): Promise<void> {
        return Promise.resolve();
    }

    async remove(name: string, isOurs: (text: string) => boolean): Promise<void> {
        for (;;) {
            const found = this.written.get(name) ?? (await this.read(name));
            this.written.delete(name);
            if (found === undefined || !isOurs(found.text)) {
                return;
            }
            if ((await this.database.query(removal, [name, found.text])).length > 0) {
                return;
            }
        }
    }

    async setAside(name: string): Promise<readonly string[]> {
        this.written.delete(name);
        const kept = `${name}.${new Date().toISOString().replace(/[:.]/g, "-")}${setAsideEnd}`;
        await this.database.query(renaming, [name, kept]);
        return (await this.read(kept)) === undefined ? [] : [`${this.place}: ${kept}`];
    }

    private async writeFirst(name: string, text: string): Promise<Written> {
        const token = randomUUID();
        if ((await this.database.query(reserve, [name, text, token])).length > 0) {
            return "written";
        }
        const outcome = await this.whose(name, token);
        // Somebody had it and has removed it since.
        return outcome === "gone" ? "conflict" : outcome;
    }

    private async writeNext(
        name: string,
        revision: number,
        text: string,
        isPredecessor: (before: string) => boolean,
    ): Promise<Written> {
        const follows = (other: Known | undefined): boolean =>
            other?.revision === revision - 1 && isPredecessor(other.text);
        const known = this.written.get(name);
        const before = follows(known) ? known : await this.read(name);
        if (before === undefined) {
            return "gone";
        }
        if (!follows(before)) {
            return "conflict";
        }
        const token = randomUUID();
        const changed = await this.database.query(advance, [name, revision, text, token, before.text]);
        return changed.length > 0 ? "written" : this.whose(name, token);
    }

    /** After a write that changed nothing: whether it was ours already, or whose it is. */
    private async whose(name: string, token: string): Promise<Written> {
        const found = await this.read(name);
        if (found === undefined) {
            return "gone";
        }
        return found.token === token && (await this.database.query(confirm, [name, token])).length > 0
            ? "written"
            : "conflict";
    }

    private async read(name: string): Promise<StoredRow | undefined> {
        const [row] = await this.database.query("SELECT revision, text, token FROM callfire_journal WHERE name = $1", [
            name,
        ]);
        return row === undefined ? undefined : storedRow(row);
    }
}

function storedRow(row: Row): StoredRow {
    return { revision: Number(row["revision"]), text: String(row["text"]), token: String(row["token"]) };
}
