import { AsyncLocalStorage } from "node:async_hooks";
import type { Scheduler } from "fast-check";
import type { CallFireClient } from "../../provider/callfire/client";
import { RefusedError, UnclearError, UnsentError } from "../../provider/callfire/errors";
import { orderId } from "../../provider/callfire/types";
import type { NumberOrderAnswer, OrderId, OrderRequest, OwnedNumber, Page } from "../../provider/callfire/types";
import { parseEntry } from "../../provider/orders/entry";
import type { Store, StoredStep } from "../../provider/orders/store";
import type { Time } from "../../provider/orders/time";
import { owned, ownedWord } from "./entries";

/** One atomic action of a process upon the world; between any two of them it can die, or another process can act. */
export type Step = <Result>(name: string, action: () => Result) => Promise<Result>;

/** A moment in a process's life at which it dies: before or after its n-th step. */
export interface Death {
    readonly step: number;
    readonly side: "before" | "after";
}

/** Of all processes of a scenario together; the longest need a third of it. */
const mostTurns = 30_000;

/** A new one each time: what waits for it can then be forgotten. */
const never = (): Promise<never> => new Promise(() => undefined);

/** Time that passes only while everybody sleeps. */
export class ModelWorld {
    now = 0;
    private turns = 0;
    private sleepers: { until: number; wake: () => void }[] = [];

    constructor(private readonly scheduler: Scheduler) {}

    /** Lets the processes go on, in the scheduler's order, until the promise is settled. */
    async drive<Result>(promise: Promise<Result>): Promise<Result> {
        let end: "open" | "settled" = "open";
        const isOpen = (): boolean => end === "open";
        const finish = (): void => void (end = "settled");
        promise.then(finish, finish);
        while (isOpen()) {
            if (this.turns++ > mostTurns) {
                throw new Error("The processes never come to rest.");
            }
            if (this.scheduler.count() > 0) {
                await this.scheduler.waitNext(1);
                continue;
            }
            await new Promise((resolve) => setImmediate(resolve));
            if (this.scheduler.count() === 0 && isOpen()) {
                this.passTime();
            }
        }
        return promise;
    }

    schedule(name: string): Promise<void> {
        return this.scheduler.schedule(Promise.resolve(), name);
    }

    sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
        return new Promise((resolve, reject) => {
            const wake = (): void => {
                signal?.removeEventListener("abort", stop);
                resolve();
            };
            const sleeper = { until: this.now + milliseconds, wake };
            const stop = (): void => {
                this.sleepers = this.sleepers.filter((other) => other !== sleeper);
                reject(signal?.reason instanceof Error ? signal.reason : new Error("stopped"));
            };
            if (signal?.aborted === true) {
                stop();
                return;
            }
            signal?.addEventListener("abort", stop, { once: true });
            this.sleepers.push(sleeper);
        });
    }

    private passTime(): void {
        const next = Math.min(...this.sleepers.map(({ until }) => until));
        if (next === Infinity) {
            throw new Error("Everybody waits for something that never comes.");
        }
        this.now = next;
        const due = this.sleepers.filter(({ until }) => until <= next);
        this.sleepers = this.sleepers.filter(({ until }) => until > next);
        due.forEach(({ wake }) => wake());
    }
}

/** A process: everything that it does upon the world is a step. A dead one never gets an answer again. */
export class ModelProcess {
    /** Resolves when it dies. */
    readonly death: Promise<void>;
    isOrphan = false;
    private isDead = false;
    private steps = 0;
    private die = (): void => undefined;

    constructor(
        private readonly world: ModelWorld,
        private readonly doom: Death | undefined,
    ) {
        this.death = new Promise((resolve) => (this.die = resolve));
    }

    readonly step: Step = async (name, action) => {
        await this.world.schedule(name);
        this.steps += 1;
        if (this.isDead || this.isDoomed("before")) {
            return never();
        }
        const result = action();
        return this.isDoomed("after") ? never() : result;
    };

    readonly time: Time = {
        elapsed: () => this.world.now,
        date: () => new Date(Date.UTC(2026, 10, 23) + this.world.now),
        sleep: async (milliseconds, signal) => {
            await this.world.sleep(milliseconds, signal);
            await (this.isDead ? never() : undefined);
        },
    };

    private isDoomed(side: Death["side"]): boolean {
        if (this.doom?.step === this.steps && this.doom.side === side) {
            this.isDead = true;
            this.die();
        }
        return this.isDead;
    }
}

/** What a folder is to `folderStore`: the same actions, each a step. */
export function modelStore(files: Map<string, string>, step: Step): Store {
    const fileOf = (name: string, number: number): string => `${name}.${String(number)}`;
    const stepsOf = (name: string): number[] =>
        [...files.keys()]
            .filter((file) => file.startsWith(`${name}.`))
            .map((file) => Number(file.slice(name.length + 1)))
            .sort((a, b) => a - b);
    const forget = async (name: string, below: number, isOurs: (text: string) => boolean): Promise<void> => {
        for (const number of (await step("list", () => stepsOf(name))).filter((older) => older < below)) {
            await step("forget", () => {
                if (isOurs(files.get(fileOf(name, number)) ?? "")) {
                    files.delete(fileOf(name, number));
                }
            });
        }
    };
    return {
        place: "memory",
        assertWritable: () => Promise.resolve(),
        async list(isWanted = () => true) {
            for (;;) {
                const names = await step(
                    "list",
                    () => new Set([...files.keys()].map((file) => /^(.*)\.\d+$/.exec(file)?.[1] ?? "")),
                );
                const newest = [...names].filter(isWanted).map((name) => ({ name, step: stepsOf(name).at(-1) ?? 0 }));
                const found = await step("read", () =>
                    newest.flatMap((entry): StoredStep[] => {
                        const text = files.get(fileOf(entry.name, entry.step));
                        return text === undefined ? [] : [{ ...entry, text }];
                    }),
                );
                if (found.length === newest.length) {
                    return found;
                }
            }
        },
        async write(name, number, text, isSuccessor) {
            const file = fileOf(name, number);
            const isFirst = await step(`write ${parseEntry(text).phase}`, () => {
                const isFree = !files.has(file);
                if (isFree) {
                    files.set(file, text);
                }
                return isFree;
            });
            if (!isFirst) {
                return false;
            }
            if (number > 1 && !isSuccessor(await step("look back", () => files.get(fileOf(name, number - 1)) ?? ""))) {
                await step("take back", () => files.delete(file));
                return false;
            }
            return true;
        },
        trim: (name, number, isOurs) => forget(name, number, isOurs),
        remove: (name, isOurs) => forget(name, Infinity, isOurs),
        setAside: () => Promise.reject(new Error("nobody asks for this")),
    };
}

/** What becomes of one order's request. */
export type Fate =
    | "ok"
    /** Taken, and the answer never arrives. */
    | "lost"
    /** It never arrives; nobody can tell. */
    | "cut"
    | "unsent"
    | "refused";

export interface ModelOrder {
    readonly id: OrderId;
    /** Whose client sent it. */
    readonly by: string;
    readonly items: { readonly local: OwnedNumber[]; readonly tollFree: OwnedNumber[]; readonly keywords: string[] };
    readonly doneAt: number;
}

/** An account at CallFire that knows who ordered what. */
export class ModelAccount {
    readonly orders: ModelOrder[] = [];
    /** Intents that were sent, and may have arrived. */
    readonly sentIntents: string[] = [];
    private readonly caller = new AsyncLocalStorage<string>();
    private lastNumber = 100;

    constructor(
        private readonly world: ModelWorld,
        private readonly files: ReadonlyMap<string, string>,
        private readonly fates: Fate[],
        private readonly durations: number[],
    ) {}

    /** The items of everybody's orders that have arrived, by whose they are. */
    arrived(): ModelOrder[] {
        return this.orders.filter(({ doneAt }) => doneAt <= this.world.now);
    }

    /** Makes a call on behalf of a resource: what is ordered in it is known to be that one's. */
    as<Result>(by: string, call: () => Promise<Result>): Promise<Result> {
        return this.caller.run(by, call);
    }

    client(step: Step): CallFireClient {
        const unexpected = (): Promise<never> => Promise.reject(new Error("nobody asks for this"));
        return {
            placeNumberOrder: async (request) => {
                const by = this.caller.getStore() ?? "nobody";
                const fate = this.fates.shift() ?? "ok";
                const facts = { method: "POST", path: "/number/order", what: fate };
                if (fate === "unsent") {
                    throw await step("post", () => new UnsentError(facts));
                }
                const order = await step("post", () => {
                    this.noteIntent(by);
                    return fate === "ok" || fate === "lost" ? this.take(by, request) : undefined;
                });
                await step("answer", () => undefined);
                if (fate === "refused") {
                    throw new RefusedError({ ...facts, words: "no valid credit card on file" });
                }
                if (fate !== "ok" || order === undefined) {
                    throw new UnclearError(facts, true);
                }
                return order.id;
            },
            getNumberOrder: (id) => step("poll", () => this.answer(id)),
            listNumbers: () =>
                step("picture", () =>
                    pageOf(this.arrived().flatMap(({ items }) => [...items.local, ...items.tollFree])),
                ),
            listKeywords: () =>
                step("picture", () =>
                    pageOf(this.arrived().flatMap(({ items }) => items.keywords.map((word) => ownedWord(word)))),
                ),
            getNumber: unexpected,
            searchKeywords: unexpected,
            searchNumbers: unexpected,
            releaseNumber: unexpected,
            releaseKeyword: unexpected,
        };
    }

    /** Which intent this request is of: one of its owner's that are in `sending` now and were not sent before. */
    private noteIntent(by: string): void {
        const newest = new Map<string, { step: number; text: string }>();
        for (const [file, text] of this.files) {
            const [, name = "", step = ""] = /^(.*)\.(\d+)$/.exec(file) ?? [];
            if (Number(step) > (newest.get(name)?.step ?? 0)) {
                newest.set(name, { step: Number(step), text });
            }
        }
        const candidates = [...newest.values()]
            .map(({ text }) => parseEntry(text))
            .filter(({ phase, urn }) => phase === "sending" && urn.endsWith(`::${by}`))
            .map(({ intent }) => intent);
        const intent = candidates.find((candidate) => !this.sentIntents.includes(candidate));
        // A second request of one intent shows as the same one twice.
        this.sentIntents.push(intent ?? candidates[0] ?? "an intent that the journal does not show");
    }

    private take(by: string, request: OrderRequest): ModelOrder {
        const next = (prefix: string): OwnedNumber => owned(`${prefix}5550${String(this.lastNumber++)}`);
        const many = (count: number, prefix: string): OwnedNumber[] =>
            Array.from({ length: count }, () => next(prefix));
        const order: ModelOrder = {
            id: orderId(String(1000 + this.orders.length)),
            by,
            items: {
                local: [
                    ...many(request.local?.count ?? 0, "1206"),
                    ...(request.numbers ?? []).map((number) => owned(number)),
                ],
                tollFree: many(request.tollFreeCount ?? 0, "1800"),
                keywords: [...(request.keywords ?? [])],
            },
            doneAt: this.world.now + (this.durations.shift() ?? 3) * 1000,
        };
        this.orders.push(order);
        return order;
    }

    private answer(id: OrderId): NumberOrderAnswer {
        const order = this.orders.find((candidate) => candidate.id === id);
        if (order === undefined) {
            throw new RefusedError({ method: "GET", path: `/number/order/${id}`, what: "404", status: 404 });
        }
        const isDone = order.doneAt <= this.world.now;
        const kind = (names: readonly string[]) => ({ ordered: names.length, fulfilled: isDone ? names : [] });
        return {
            id,
            status: isDone ? "FINISHED" : "PROCESSING",
            localNumbers: kind(order.items.local.map(({ number }) => number)),
            tollFreeNumbers: kind(order.items.tollFree.map(({ number }) => number)),
            keywords: kind(order.items.keywords),
        };
    }
}

export function namesOf({ items }: ModelOrder): string[] {
    return [...[...items.local, ...items.tollFree].map(({ number }) => number), ...items.keywords];
}

function pageOf<Item>(items: readonly Item[]): Page<Item> {
    return { totalResults: items.length, items };
}
