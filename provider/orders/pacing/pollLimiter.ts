import { createHash, randomBytes } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { createExclusively } from "../journal/files";
import { isAlive } from "./alive";
import { Mutex } from "./mutex";
import type { OrderId } from "../../callfire/types";
import { codeOf } from "../thrown";
import type { Time } from "../time";

/** CallFire: an order "must be polled (no more than once per second)". Kept from one answer to the next request. */
const gapMilliseconds = 1000;
/** How often a process looks whether the one before it is done. Below the gap, so it costs no turn. */
const lookMilliseconds = 200;
const heartbeatMilliseconds = 2_000;
/** A ticket whose holder has not been heard of for so long is void; a holder that slept through it takes a new one. */
const staleMilliseconds = 10_000;

export interface PollLimiter {
    /**
     * Waits for this order's turn and makes the call in it. The processes of the machine take turns, and the orders of each of them
     * have its turns in the order in which they asked. Rejects with the signal's reason when it is aborted while waiting.
     */
    turn<Answer>(order: OrderId, signal: AbortSignal, call: () => Promise<Answer>): Promise<Answer>;
}

interface Ticket {
    readonly number: number;
    readonly file: string;
}

/** A ticket of ours. Numbers come again: it is ours for as long as the file says what we wrote. */
interface OwnTicket extends Ticket {
    readonly text: string;
}

/** All orders of the account wait in one queue, or each order in its own. */
export function createPollLimiter(options: {
    folder: string;
    account: string;
    scope: "account" | "order";
    time: Time;
}): PollLimiter {
    const queues = new Map<string, Queue>();
    return {
        turn(order, signal, call) {
            const key = options.scope === "order" ? `${options.account}\n${order}` : options.account;
            const name = createHash("sha256").update(key).digest("hex").slice(0, 16);
            const queue = queues.get(name) ?? new Queue(options.folder, name, options.time);
            queues.set(name, queue);
            return queue.turn(signal, call);
        },
    };
}

/**
 * A queue of tickets in a folder that all processes of the machine share: each file is the turn that one of them waits for, the
 * lowest number goes next. A ticket is created exclusively, removed after its call, and void when its process is gone
 * (decisions/0014).
 */
class Queue {
    private readonly folder: string;
    /** Those of this process who wait. The process has one ticket here, which belongs to whoever is first of them. */
    private readonly mutex = new Mutex();
    private answeredHere = -Infinity;

    constructor(
        private readonly parent: string,
        name: string,
        private readonly time: Time,
    ) {
        this.folder = path.join(parent, name);
    }

    turn<Answer>(signal: AbortSignal, call: () => Promise<Answer>): Promise<Answer> {
        return this.mutex.turn(signal, () => this.haveTurn(signal, call));
    }

    private async haveTurn<Answer>(signal: AbortSignal, call: () => Promise<Answer>): Promise<Answer> {
        const place = { ticket: await this.take() };
        const heartbeat = setInterval(() => void touch(place.ticket.file), heartbeatMilliseconds).unref();
        try {
            for (;;) {
                await this.awaitTurn(place, signal);
                const missing = await this.missingGap();
                if (missing <= 0) {
                    break;
                }
                // A process may sleep longer than it meant to: turn and gap are looked at again after it.
                await this.time.sleep(Math.ceil(missing), signal);
            }
            return await call().finally(() => this.noteAnswer());
        } finally {
            clearInterval(heartbeat);
            if (await isOurs(place.ticket)) {
                await fs.rm(place.ticket.file, { force: true });
            }
        }
    }

    private async take(): Promise<OwnTicket> {
        await makeShared(this.parent);
        await makeShared(this.folder);
        return takeTicket(this.folder);
    }

    /** Resolves when every ticket before this one is used or void. One that was declared void is replaced by a new one. */
    private async awaitTurn(place: { ticket: OwnTicket }, signal: AbortSignal): Promise<void> {
        for (;;) {
            signal.throwIfAborted();
            if (!(await isOurs(place.ticket))) {
                place.ticket = await this.take();
                continue;
            }
            const earlier = (await listTickets(this.folder)).filter(({ number }) => number < place.ticket.number);
            if (earlier.length === 0) {
                return;
            }
            for (const other of earlier) {
                if (await isVoid(other)) {
                    // Its last request may have been sent just now.
                    await this.noteAnswer();
                    await fs.rm(other.file, { force: true });
                }
            }
            await this.time.sleep(lookMilliseconds, signal);
        }
    }

    /** Milliseconds until the next request is allowed, by the newest answer that any process has noted. */
    private async missingGap(): Promise<number> {
        const recorded = Math.max(await readAnswered(this.folder), this.answeredHere);
        if (recorded > this.time.elapsed()) {
            // Of an earlier boot of the machine: only a whole gap from now is safe.
            await this.noteAnswer();
            return gapMilliseconds;
        }
        return recorded + gapMilliseconds - this.time.elapsed();
    }

    /** A full disk must not cost the answer itself; then at least this process keeps the gap. */
    private async noteAnswer(): Promise<void> {
        const name = `.answered-${String(process.pid)}-${Math.random().toString(36).slice(2)}`;
        const temporary = path.join(this.folder, name);
        this.answeredHere = this.time.elapsed();
        try {
            await fs.writeFile(temporary, String(this.time.elapsed()), { mode: 0o666 });
            await fs.rename(temporary, path.join(this.folder, "answered"));
        } catch {
            await fs.rm(temporary, { force: true });
        }
    }
}

/** Long ago where no call was made yet; in the future, where somebody made one and we can't tell when. */
async function readAnswered(queue: string): Promise<number> {
    try {
        const recorded = Number.parseFloat(await fs.readFile(path.join(queue, "answered"), "utf8"));
        return Number.isNaN(recorded) ? Infinity : recorded;
    } catch (error) {
        return codeOf(error) === "ENOENT" ? -Infinity : Infinity;
    }
}

async function takeTicket(queue: string): Promise<OwnTicket> {
    const text = `${String(process.pid)} ${randomBytes(6).toString("hex")}`;
    for (;;) {
        const highest = Math.max(0, ...(await listTickets(queue)).map(({ number }) => number));
        const ticket = ticketOf(queue, highest + 1);
        if (await createExclusively(ticket.file, text, { durable: false, mode: 0o666 })) {
            // Numbers start again when the folder is empty: a ticket below one that is already waiting would jump the queue.
            if ((await listTickets(queue)).every(({ number }) => number <= ticket.number)) {
                return { ...ticket, text };
            }
            await fs.rm(ticket.file, { force: true });
        }
    }
}

async function listTickets(queue: string): Promise<Ticket[]> {
    return (await fs.readdir(queue)).filter((file) => /^\d+$/.test(file)).map((file) => ticketOf(queue, Number(file)));
}

function ticketOf(queue: string, number: number): Ticket {
    return { number, file: path.join(queue, String(number).padStart(12, "0")) };
}

async function isOurs({ file, text }: OwnTicket): Promise<boolean> {
    return (await fs.readFile(file, "utf8").catch(() => undefined)) === text;
}

async function isVoid(ticket: Ticket): Promise<boolean> {
    try {
        const age = Math.abs(Date.now() - (await fs.stat(ticket.file)).mtimeMs);
        return age > staleMilliseconds || !isAlive(Number.parseInt(await fs.readFile(ticket.file, "utf8")));
    } catch {
        return false; // Removed by its holder just now.
    }
}

async function touch(file: string): Promise<void> {
    const now = new Date();
    await fs.utimes(file, now, now).catch(() => undefined);
}

/** Processes of all users of the machine share the limiter. */
async function makeShared(folder: string): Promise<void> {
    if ((await fs.mkdir(folder, { recursive: true })) !== undefined) {
        await fs.chmod(folder, 0o777);
    }
}
