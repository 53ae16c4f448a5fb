import * as assert from "node:assert/strict";
import { UnsentError } from "../../provider/callfire/errors";
import type { OrderRequest } from "../../provider/callfire/types";
import { Conflict, JournalUnavailable, OrderUnsent } from "../../provider/orders/errors";
import { send } from "../../provider/orders/send";
import type { OrderDraft, Sent } from "../../provider/orders/send";
import type { Operation } from "../../provider/orders/session";
import type { Fate } from "./model/account";
import { attemptOf, byCount, entryOf, seattle, uid, urnOf, wantsOf } from "./model/fixtures";
import { OrderBench, failureOf } from "./model/orderBench";

const one = "12065550101";
const two = "12065550102";
const draft: OrderDraft = {
    uid,
    attempt: attemptOf(),
    wants: wantsOf({ local: { count: 2, region: seattle } }),
    picks: { local: [one, two], tollFree: [] },
};

describe("an order", () => {
    let bench: OrderBench;
    const open = (...fates: Fate[]): void => void (bench = new OrderBench({}, { fates }));
    const order = async (what = draft, changes: Partial<Operation> = {}): Promise<Sent> =>
        bench.time.run(send(what, await bench.look(), bench.operation(changes)));
    const phases = async (): Promise<string[]> => (await bench.entries()).map(({ phase }) => phase);
    beforeEach(() => open());

    it("is in the journal as sent before anything leaves, with the names that it buys", async () => {
        const seen: string[] = [];
        bench.aroundPost(async (post) => {
            const [entry] = await bench.entries();
            seen.push(`${String(entry?.phase)} ${String(entry?.picks?.local.join())} ${String(entry?.attempt)}`);
            return post();
        });
        await order();
        assert.deepEqual(seen, [`sending ${one},${two} attempt`]);
    });

    it("that is taken is noted with its id, and named in a lasting line", async () => {
        const sent = await order();
        assert.equal(sent.kind === "placed" && sent.value.entry.orderId, "1000");
        const [entry] = await bench.entries();
        assert.deepEqual([entry?.phase, entry?.orderId], ["placed", "1000"]);
        assert.match(bench.notes[0] ?? "", new RegExp(`^order 1000 placed: 2 local numbers.*: ${one}, ${two}$`));
    });

    it("asks for bulk numbers by their names, and by count only where it has none", async () => {
        const requests: OrderRequest[] = [];
        bench.aroundPost((_post, request) => {
            requests.push(request);
            return Promise.reject(new UnsentError({ method: "POST", path: "/number/order", what: "down" }));
        });
        await failureOf(order({ ...draft, wants: { ...draft.wants, keywords: ["MINT"] } }));
        await failureOf(order({ ...byCount(draft), wants: { ...draft.wants, tollFree: 1 } }));
        assert.deepEqual(requests[0], { numbers: [one, two], keywords: ["MINT"] });
        assert.deepEqual(requests.at(-1), { local: draft.wants.local, tollFreeCount: 1 });
    });

    it("that was certainly not sent is tried again, and is then one order", async () => {
        open("unsent", "unsent", "ok");
        assert.equal((await order()).kind, "placed");
        assert.equal(bench.account.orders.length, 1);
        assert.equal(bench.time.now, 3_000);
        assert.deepEqual(await phases(), ["placed"]);
    });

    it("that can't be sent leaves nothing behind", async () => {
        open("unsent", "unsent", "unsent", "unsent", "unsent");
        const error = await failureOf(order());
        assert.ok(error instanceof OrderUnsent);
        assert.match(error.message, /2 local numbers .* could not be sent.*Nothing was bought/);
        assert.deepEqual(await phases(), []);
    });

    it("goes on with a reservation of a run that died, also where it is not sent at first", async () => {
        open("unsent", "ok");
        await bench.leave(entryOf({ phase: "reserved", attempt: "of a dead run" }));
        assert.equal((await order()).kind, "placed");
        const [entry, ...others] = await bench.entries();
        assert.deepEqual([entry?.attempt, entry?.phase, others], ["attempt", "placed", []]);
    });

    it("that CallFire refuses leaves nothing behind, and its words are kept", async () => {
        open("refused");
        const sent = await order();
        assert.ok(sent.kind === "refused");
        assert.deepEqual(sent.names, []);
        assert.match(
            sent.error.message,
            /refused the order of 2 local .*no valid credit card on file\. Nothing was bought/,
        );
        assert.deepEqual(await phases(), []);
    });

    it("that is refused for some names says for which", async () => {
        open("rival");
        const sent = await order();
        assert.deepEqual(sent.kind === "refused" && sent.names, [one]);
    });

    it("whose answer is lost stays in the journal as sent", async () => {
        open("lost");
        assert.deepEqual(await order(), { kind: "lost" });
        assert.deepEqual(await phases(), ["sending"]);
        assert.match(bench.warnings[0] ?? "", /answer is lost, looking for what it may have bought/);
    });

    it("that is ordered again keeps its entry, whether it is refused or not sent", async () => {
        const fates: readonly Fate[] = ["refused", "unsent"];
        for (const fate of fates) {
            open(...Array.from({ length: 5 }, () => fate));
            const lost = await bench.leave(entryOf());
            const again = bench.time.run(send(draft, await bench.look(), bench.operation(), lost));
            await again.catch(() => undefined);
            assert.deepEqual(await phases(), ["sending"]);
        }
    });

    it("is nothing that an orphan does", async () => {
        bench.isEngineAlive = false;
        assert.match((await failureOf(order())).message, /engine is gone/);
        // Of a reservation nothing was sent, and that can be told.
        assert.deepEqual([bench.account.orders, await phases()], [[], ["reserved"]]);
    });

    it("is not begun after an interrupt", async () => {
        const signal = AbortSignal.abort(new Error("SIGINT"));
        assert.match((await failureOf(order(draft, { signal }))).message, /SIGINT/);
        assert.deepEqual([bench.account.orders, await phases()], [[], ["reserved"]]);
    });

    it("is not sent where the engine can't be asked for its attempt", async () => {
        const { owner } = bench.operation();
        const stack = { ...owner.stack, warnIfNotStored: () => Promise.reject(new Error("not proven")) };
        assert.match((await failureOf(order(draft, { owner: { ...owner, stack } }))).message, /not proven/);
        assert.equal(bench.account.orders.length, 0);
    });

    it("on its way at an interrupt has a moment to bring its id", async () => {
        const interrupt = new AbortController();
        bench.aroundPost(async (post, _request, signal) => {
            interrupt.abort(new Error("SIGINT"));
            await bench.time.sleep(900);
            signal?.throwIfAborted();
            return post();
        });
        assert.equal((await order(draft, { signal: interrupt.signal })).kind, "placed");
    });

    it("on its way at an interrupt is given up after that moment", async () => {
        const interrupt = new AbortController();
        bench.aroundPost((_post, _request, signal) => {
            interrupt.abort(new Error("SIGINT"));
            return new Promise((_resolve, reject) => {
                signal?.addEventListener("abort", () => reject(new Error("aborted")));
            });
        });
        assert.deepEqual(await order(draft, { signal: interrupt.signal }), { kind: "lost" });
        assert.equal(bench.time.now, 1_000);
    });

    it("answered with an id that another resource has is looked for by its names", async () => {
        await bench.leave(entryOf({ urn: urnOf("sales"), uid: "sales", orderId: "1000" as never, phase: "closed" }));
        assert.deepEqual(await order(), { kind: "lost" });
        assert.match(bench.warnings[0] ?? "", /OrderIdKnown: .*order 1000, which belongs to .*::sales already/);
        bench.holders.push({ urn: urnOf("other"), uid: "other", names: [], orderIds: ["1001"], isDeleted: false });
        assert.deepEqual(await order({ ...draft, picks: { local: ["12065550109"], tollFree: [] } }), { kind: "lost" });
    });

    it("hands its id on where a later run has written into its entry meanwhile", async () => {
        bench.aroundPost(async (post) => {
            const [record] = (await bench.look()).records;
            await bench.session.journal.advance(record!, { uid: "of the later run" });
            return post();
        });
        await order();
        const [entry] = await bench.entries();
        assert.deepEqual([entry?.phase, entry?.orderId, entry?.uid], ["placed", "1000", "of the later run"]);
    });

    it("is not sent by the second of two that looked at the same moment", async () => {
        const look = await bench.look();
        await bench.time.run(send(draft, look, bench.operation()));
        await assert.rejects(send(draft, look, bench.operation()), Conflict);
        assert.equal(bench.account.orders.length, 1);
    });

    it("that is refused because a later run has sent it meanwhile is not taken for sold: what is true is looked at again", async () => {
        let isFirst = true;
        bench.aroundPost(async (post) => {
            if (isFirst) {
                isFirst = false;
                const look = await bench.look();
                assert.equal((await send(draft, look, bench.operation(), look.records[0])).kind, "placed");
            }
            return post();
        });
        assert.ok((await failureOf(order())) instanceof Conflict);
        assert.deepEqual([bench.account.orders.length, await phases()], [1, ["placed"]]);
    });

    it("that is refused while a later run has ended its entry is not taken for sold either", async () => {
        open("rival");
        bench.aroundPost(async (post) => {
            const [record] = (await bench.look()).records;
            await bench.session.journal.withdraw(record!);
            return post();
        });
        assert.ok((await failureOf(order())) instanceof Conflict);
    });

    describe("with a full disk", () => {
        it("is not sent", async () => {
            bench.fillDisk();
            assert.ok((await failureOf(order())) instanceof JournalUnavailable);
            assert.equal(bench.account.orders.length, 0);
        });

        it("from the moment in which it was taken is handed on with its id all the same", async () => {
            bench.aroundPost(async (post) => {
                const id = await post();
                isFull = true;
                return id;
            });
            let isFull = false;
            const { journal } = bench.session;
            const full = new Error("ENOSPC: no space left on device");
            bench.session = {
                ...bench.session,
                journal: {
                    ...journal,
                    advance: (...change) => (isFull ? Promise.reject(full) : journal.advance(...change)),
                },
            };
            const sent = await order();
            assert.ok(sent.kind === "placed");
            assert.deepEqual([sent.value.entry.orderId, sent.value.entry.status], ["1000", "NEW"]);
            assert.match(sent.problem?.message ?? "", /ENOSPC/);
        });
    });
});
