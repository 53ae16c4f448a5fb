import * as assert from "node:assert/strict";
import { attemptAt, attemptOf, wantsOf } from "./model/fixtures";
import { decide } from "../../provider/orders/decide";
import type { AttemptSeen, NameSeen, OrderSeen, Seen, Step } from "../../provider/orders/decide";

const nothing: Seen = {
    orders: [],
    attempts: [],
    owned: [],
    adoptOwned: false,
    candidates: [],
    missing: wantsOf({}),
    hasOrdered: false,
    surplus: [],
};
const order: OrderSeen = { intent: "intent", wants: wantsOf({ tollFree: 1 }), isByCount: false, isSettled: false };
const calm = { isFresh: false, isOverdue: false, isExpired: false, isLeftUnresolved: false };
const [x, y] = ["12135550101", "12135550102"];

function name(called: string, changes: Partial<NameSeen> = {}): NameSeen {
    return { name: called, role: "wanted", status: "absent", isRefused: false, ...changes };
}

/** An attempt at these names. */
function attempt(names: readonly NameSeen[], changes: Partial<AttemptSeen> = {}): AttemptSeen {
    return { attempt: attemptAt(...names.map((one) => one.name)), names, ...calm, ...changes };
}

function trying(names: readonly NameSeen[], changes: Partial<AttemptSeen> = {}): Partial<Seen> {
    return { attempts: [attempt(names, changes)] };
}

/** The next step in one word, with what it is about; of a stop, its error. */
function inWords(step: Step): string {
    switch (step.kind) {
        case "stop":
            return `stop: ${step.problem.constructor.name}`;
        case "wait":
        case "takeIn":
            return `${step.kind} ${step.order.intent}`;
        case "adoptOrder":
            return `adoptOrder ${step.orderId}`;
        case "adoptNames":
        case "watch":
        case "orderAgain":
        case "adoptListed":
        case "release":
            return `${step.kind} ${step.names.join()}`;
        case "resolve":
        case "leaveUnresolved":
            return `${step.kind} ${step.attempt.id}`;
        case "order":
            return `order ${step.wants.numbers.join()}`;
        case "done":
            return step.kind;
    }
}

const absent = name(x);
const overdue = { isOverdue: true };

/** The table of the protocol. */
const table: readonly (readonly [seen: string, Partial<Seen>, next: string])[] = [
    ["an entry that can't be read", { blocked: new RangeError("damaged") }, "stop: RangeError"],
    ["an order that the program names, not known yet", { adoptOrderId: "1000" }, "adoptOrder 1000"],
    ["an order id of ours that is not over", { orders: [{ ...order, orderId: "1000" }] }, "wait intent"],
    ["an order that an earlier run has settled", { orders: [{ ...order, isSettled: true }] }, "takeIn intent"],
    ["an order by count, sent, without an id", { orders: [{ ...order, isByCount: true }] }, "stop: OrderInDoubt"],

    [
        "a wanted name that the older uid of this URN holds",
        { owned: [{ name: x, isInherited: true }] },
        `adoptListed ${x}`,
    ],
    ["a wanted name that was owned at check", { owned: [{ name: x, isInherited: false }] }, "stop: NotAdopted"],
    ["the same, with adoptOwned", { owned: [{ name: x, isInherited: false }], adoptOwned: true }, `adoptListed ${x}`],
    [
        "the same, held elsewhere",
        { owned: [{ name: x, isInherited: false, obstacle: "held" }], adoptOwned: true },
        "stop: NotAdopted",
    ],

    ["a name of an unresolved attempt, owned and renewing", trying([name(x, { status: "owned" })]), `adoptNames ${x}`],
    ["the same, wanted no longer", trying([name(x, { status: "owned", role: "unwanted" })]), `adoptNames ${x}`],
    ["the same, beside one that is absent", trying([absent, name(y, { status: "owned" })]), `adoptNames ${y}`],
    ["the same, held elsewhere", trying([name(x, { status: "owned", obstacle: "held" })]), "stop: NamesHeldElsewhere"],
    [
        "the same, held elsewhere, of an attempt that is over by its age",
        trying([name(x, { status: "owned", obstacle: "held" })], { isExpired: true }),
        "resolve attempt",
    ],
    ["the same, no longer renewing", trying([name(x, { status: "lapsing" })]), "resolve attempt"],
    ["the same, held by now", trying([name(x, { status: "held" })]), "resolve attempt"],
    [
        "a spare that nobody owns, beside names that are held",
        trying([name(x, { status: "held" }), name(y, { role: "spare" })]),
        "resolve attempt",
    ],
    [
        "a spare that is owned: it was not this attempt's",
        trying([name(x, { role: "spare", status: "owned" })]),
        "resolve attempt",
    ],

    ["a name not owned, its answer lost just now", trying([absent], { isFresh: true }), `watch ${x}`],
    ["a name not owned, still wanted", trying([absent]), `orderAgain ${x}`],
    ["the same, looked for long enough", trying([absent], overdue), `orderAgain ${x}`],
    [
        "the same, beside one that is wanted no longer",
        trying([absent, name(y, { role: "unwanted" })]),
        `orderAgain ${x}`,
    ],
    ["the same, not for sale", trying([name(x, { isRefused: true })]), `watch ${x}`],
    [
        "the same, not for sale for as long as lists lag",
        trying([name(x, { isRefused: true })], overdue),
        "stop: NamesUnresolved",
    ],
    [
        "the same, not for sale, of an attempt that is over by its age",
        trying([name(x, { isRefused: true })], { ...overdue, isExpired: true }),
        "resolve attempt",
    ],
    ["a name not owned, wanted no longer", trying([name(x, { role: "unwanted" })]), `watch ${x}`],
    ["the same, for as long as lists lag", trying([name(x, { role: "unwanted" })], overdue), "leaveUnresolved attempt"],
    [
        "the same, of an attempt that is over by its age",
        trying([name(x, { role: "unwanted" })], { isExpired: true }),
        "resolve attempt",
    ],
    [
        "another attempt, whose names may still come: it may have bought what this one did not",
        { attempts: [attempt([absent]), attempt([name(y)])] },
        `watch ${y}`,
    ],
    [
        "another attempt, whose names are there",
        { attempts: [attempt([absent]), attempt([name(y, { status: "owned" })])] },
        `adoptNames ${y}`,
    ],
    [
        "another attempt, looked for in vain",
        { attempts: [attempt([absent]), attempt([name(y)], overdue)] },
        `orderAgain ${x}`,
    ],

    [
        "an order by count that its journal says was not sent",
        trying([absent], { orderByCount: "not sent" }),
        "resolve attempt",
    ],
    [
        "an order by count that its entry follows",
        trying([absent], { orderByCount: "followed by its entry" }),
        "resolve attempt",
    ],
    ["an order by count that no journal knows of", trying([], { orderByCount: "unknown" }), "stop: OrderInDoubt"],
    [
        "the same, with listed names that are there",
        trying([name(x, { status: "owned" })], { orderByCount: "unknown" }),
        `adoptNames ${x}`,
    ],

    ["something missing, no attempt unresolved", { missing: wantsOf({ numbers: [x] }) }, `order ${x}`],
    [
        "something missing, an attempt left unresolved because nobody wants its names",
        { ...trying([name(y, { role: "unwanted" })], { isLeftUnresolved: true }), missing: wantsOf({ numbers: [x] }) },
        `order ${x}`,
    ],
    ["something missing that has been ordered", { missing: wantsOf({ numbers: [x] }), hasOrdered: true }, "done"],
    ["something held that is wanted no longer", { surplus: [x] }, `release ${x}`],
    [
        "the same, while something wanted has not arrived",
        { surplus: [x], missing: wantsOf({ numbers: [y] }), hasOrdered: true },
        "done",
    ],
    ["nothing", {}, "done"],
];

/** One row of each part of the table, all seen at once: the first that is there decides. */
const precedence: readonly (readonly [Partial<Seen>, string])[] = [
    [{ blocked: new RangeError("damaged") }, "stop: RangeError"],
    [{ adoptOrderId: "1000" }, "adoptOrder 1000"],
    [{ orders: [{ ...order, orderId: "1000" }] }, "wait intent"],
    [{ owned: [{ name: x, isInherited: true }] }, `adoptListed ${x}`],
    [trying([name(y, { status: "owned" })]), `adoptNames ${y}`],
    [{ missing: wantsOf({ numbers: [x] }) }, `order ${x}`],
    [{ surplus: [y] }, `release ${y}`],
];

describe("the next step", () => {
    for (const [seen, changes, next] of table) {
        it(`after ${seen}: ${next.replace(/ [\d,]+$/, "").replace(/ (intent|attempt)$/, "")}`, () => {
            assert.equal(inWords(decide({ ...nothing, ...changes })), next);
        });
    }

    it("is that of the first row that matches", () => {
        for (const [first, [, next]] of precedence.entries()) {
            const seen = precedence.slice(first).reduce<Seen>((sum, [changes]) => ({ ...sum, ...changes }), nothing);
            assert.equal(inWords(decide(seen)), next);
        }
    });

    it("follows orders in the order in which they were placed", () => {
        const orders = [
            { ...order, isByCount: true, orderId: "1" },
            { ...order, intent: "later", isByCount: true },
        ];
        assert.equal(inWords(decide({ ...nothing, orders })), "wait intent");
    });

    it("settles attempts in the order in which they were made", () => {
        const first = attempt([name(x, { status: "held" })]);
        const second = { ...attempt([name(y, { status: "held" })]), attempt: attemptOf({ id: "second" }) };
        assert.equal(inWords(decide({ ...nothing, attempts: [first, second] })), "resolve attempt");
        assert.equal(inWords(decide({ ...nothing, attempts: [second, first] })), "resolve second");
    });

    it("names to a person all that can't be adopted", () => {
        const owned = [
            { name: x, isInherited: false },
            { name: y, isInherited: false, obstacle: `${y} is held by another` },
        ];
        const step = decide({ ...nothing, owned });
        assert.ok(step.kind === "stop");
        assert.match(
            step.problem.message,
            new RegExp(`the account owns ${x} already; set adoptOwned.*${y} is held by another`),
        );
    });

    it("names to a person what in the account could come from an order by count", () => {
        const step = decide({ ...nothing, orders: [{ ...order, isByCount: true }], candidates: [x] });
        assert.ok(step.kind === "stop");
        assert.match(
            step.problem.message,
            new RegExp(`these could come from it: ${x}.*orders adopt intent.*orders forget intent`),
        );
    });
});
