import type { CallFireClient } from "../../../provider/callfire/client";
import { RefusedError, UnclearError, UnsentError } from "../../../provider/callfire/errors";
import { orderId } from "../../../provider/callfire/types";
import type { NumberOrderAnswer, OrderId, OrderRequest, OwnedNumber, Page } from "../../../provider/callfire/types";
import { unusedCalls } from "./unusedCalls";
import type { Step } from "./world";

/** What becomes of one order's request. */
export type Fate =
    | "ok"
    /** Taken, and the answer never arrives. */
    | "lost"
    /** It never arrives; nobody can tell. */
    | "cut"
    /** The sender has given up long before it arrives. */
    | "late"
    | "unsent"
    | "refused"
    /** Somebody else buys one of the names just before. */
    | "rival"
    /** Taken, but one of the names does not come. */
    | "short"
    | "errored";

export interface ModelOrder {
    readonly id: OrderId;
    /** Whose client sent it. */
    readonly by: string;
    readonly asked: readonly string[];
    readonly items: readonly string[];
    readonly status: "FINISHED" | "ERRORED";
    readonly takenAt: number;
    readonly doneAt: number;
    /** From here on the account's lists show its items. */
    readonly listedAt: number;
}

export interface AccountOptions {
    readonly fates: readonly Fate[];
    /** Seconds that orders take. */
    readonly durations: readonly number[];
    /** Seconds by which the account's lists lag behind orders. */
    readonly lag: number;
    /** Whether API v2 lists orders. */
    readonly hasVersion2: boolean;
}

interface Clock {
    readonly now: number;
    date(): Date;
    sleep(milliseconds: number): Promise<void>;
}

const rival = "somebody else";
const facts = { method: "POST", path: "/number/order", what: "of the model" };

/** An account at CallFire: a number is sold once, orders take time, and the answers to them may be lost. */
export class ModelAccount {
    readonly orders: ModelOrder[] = [];
    readonly released = new Set<string>();
    /** Who has reserved or bought what. */
    private readonly takenBy = new Map<string, string>();
    private searches = 0;
    private readonly fates: Fate[];
    private readonly durations: number[];

    constructor(
        private readonly clock: Clock,
        private readonly options: AccountOptions,
    ) {
        this.fates = [...options.fates];
        this.durations = [...options.durations];
    }

    /** What a resource has bought so far, and what of it is still renewed. */
    boughtBy(by: string): string[] {
        return this.orders.filter((order) => order.by === by && order.doneAt <= this.clock.now).flatMap((o) => o.items);
    }

    renewingOf(by: string): string[] {
        return this.boughtBy(by).filter((name) => !this.released.has(name));
    }

    /** @param by who orders with it */
    client(step: Step, by: string): CallFireClient {
        const release = (name: string): Promise<void> => step("release", () => void this.released.add(name));
        return {
            ...unusedCalls,
            serverTime: () => this.clock.date(),
            placeNumberOrder: (request) => this.post(by, request, step),
            getNumberOrder: (id) => step("poll", () => this.answer(id)),
            findOrderId: (names) => step("find order", () => this.findOrder(names)),
            getNumber: (number) => step("get number", () => (this.lists(number) ? this.numberOf(number) : undefined)),
            listNumbers: () =>
                step("list numbers", () =>
                    pageOf(
                        this.listed()
                            .filter(isDigits)
                            .map((name) => this.numberOf(name)),
                    ),
                ),
            listKeywords: () =>
                step("list keywords", () =>
                    pageOf(
                        this.listed()
                            .filter((name) => !isDigits(name))
                            .map((keyword) => ({
                                keyword,
                                shortCode: "67076",
                                status: "ACTIVE",
                                lease: this.leaseOf(keyword),
                            })),
                    ),
                ),
            searchKeywords: (keywords) => step("search", () => keywords.filter((name) => !this.takenBy.has(name))),
            searchNumbers: ({ tollFree, region }) =>
                // An empty answer for a prefix tells nothing about the listed ones.
                step("search", () =>
                    region?.prefix === undefined
                        ? this.search(tollFree === true ? "1800555" : "1206555").map((number) => ({
                              number,
                              region: {},
                          }))
                        : [],
                ),
            // Look-ups alone ask this.
            listRegions: () => step("search", () => ({ totalResults: 0, items: [] })),
            releaseNumber: release,
            releaseKeyword: release,
        };
    }

    private async post(by: string, request: OrderRequest, step: Step): Promise<OrderId> {
        const fate = this.fates.shift() ?? "ok";
        if (fate === "unsent") {
            throw await step("post", () => new UnsentError(facts));
        }
        const sentAt = this.clock.now;
        const arrive = (): OrderId | RefusedError => this.take(by, request, fate);
        const arrived = await step("post", () => {
            if (fate === "late") {
                void this.clock.sleep(5_000).then(() => this.hasRepeated(request, sentAt) || arrive());
            }
            return fate === "cut" || fate === "late" ? undefined : arrive();
        });
        await step("answer", () => undefined);
        if (arrived === undefined || fate === "lost") {
            throw new UnclearError(facts, true);
        }
        if (arrived instanceof RefusedError) {
            throw arrived;
        }
        return arrived;
    }

    /** A late request after a repetition that failed would be a second order: nobody promises what comes of that. */
    private hasRepeated({ numbers = [], keywords = [] }: OrderRequest, since: number): boolean {
        const names = [...numbers, ...keywords];
        return this.orders.some(({ asked, takenAt }) => takenAt >= since && asked.some((name) => names.includes(name)));
    }

    private take(by: string, request: OrderRequest, fate: Fate): OrderId | RefusedError {
        const asked = [...(request.numbers ?? []), ...(request.keywords ?? [])];
        if (fate === "refused") {
            return new RefusedError({ ...facts, status: 400, words: "no valid credit card on file" });
        }
        if (fate === "rival" && asked[0] !== undefined && !this.takenBy.has(asked[0])) {
            this.takenBy.set(asked[0], rival);
        }
        const gone = asked.filter((name) => this.takenBy.has(name));
        if (gone.length > 0) {
            return new RefusedError({ ...facts, status: 400, words: `unavailable numbers: ${gone.join(" ")}` });
        }
        const items = fate === "errored" ? [] : fate === "short" ? asked.slice(1) : asked;
        asked.forEach((name) => fate !== "errored" && this.takenBy.set(name, items.includes(name) ? by : rival));
        const takenAt = this.clock.now;
        const doneAt = takenAt + (this.durations.shift() ?? 3) * 1000;
        const status = fate === "errored" ? "ERRORED" : "FINISHED";
        const id = orderId(String(1000 + this.orders.length));
        this.orders.push({ id, by, asked, items, status, takenAt, doneAt, listedAt: doneAt + this.options.lag * 1000 });
        return id;
    }

    private answer(id: OrderId): NumberOrderAnswer {
        const order = this.orders.find((candidate) => candidate.id === id);
        if (order === undefined) {
            throw new RefusedError({ ...facts, method: "GET", status: 404, words: `no order ${id}` });
        }
        const isDone = order.doneAt <= this.clock.now;
        const kind = (fits: (name: string) => boolean) => ({
            ordered: order.asked.filter(fits).length,
            fulfilled: isDone ? order.items.filter(fits) : [],
        });
        return {
            id,
            status: isDone ? order.status : "PROCESSING",
            created: new Date(this.clock.date().getTime() - this.clock.now + order.takenAt).toISOString(),
            localNumbers: kind((name) => isDigits(name) && !name.startsWith("1800")),
            tollFreeNumbers: kind((name) => name.startsWith("1800")),
            keywords: kind((name) => !isDigits(name)),
        };
    }

    /** Two searches never offer the same, so that nobody picks what somebody else has picked: where they do is a test of its own. */
    private search(prefix: string): string[] {
        const first = this.searches++ * 20;
        return Array.from({ length: 20 }, (_, index) => `${prefix}${String(first + index).padStart(4, "0")}`);
    }

    private findOrder(names: readonly string[]): OrderId | undefined {
        const found = this.orders.find(({ items }) => names.every((name) => items.includes(name)));
        return this.options.hasVersion2 ? found?.id : undefined;
    }

    private listed(): string[] {
        return this.orders.filter(({ listedAt }) => listedAt <= this.clock.now).flatMap(({ items }) => items);
    }

    private lists(name: string): boolean {
        return this.listed().includes(name);
    }

    private leaseOf(name: string): OwnedNumber["lease"] {
        return { autoRenew: !this.released.has(name), begin: this.clock.date().toISOString().slice(0, 10) };
    }

    private numberOf(number: string): OwnedNumber {
        const lease = this.leaseOf(number);
        return { number, tollFree: number.startsWith("1800"), region: {}, status: "ACTIVE", lease };
    }
}

function isDigits(name: string): boolean {
    return /^\d+$/.test(name);
}

function pageOf<Item>(items: readonly Item[]): Page<Item> {
    return { totalResults: items.length, items };
}
