import assert from "node:assert/strict";
import { orderId } from "../../provider/callfire/types";
import * as errors from "../../provider/orders/errors";
import { noWants } from "../../provider/orders/items";
import { OtherAccount } from "../../provider/resources/account";
import { CreationInDoubt } from "../../provider/resources/createOnce";
import { read } from "./pages";

const order = orderId("1428507003");
const number = "13105551212";
const attempt = "9b1d04c2e6aa";
const intent = "5f0c2b7a91d3e864";
const entry = "support-3f2a9c1e5b7d.1";
const urn = "urn:pulumi:dev::shop::callfire:index:NumberOrder::sales";

const samples: Readonly<Record<string, readonly Error[]>> = {
    OrderInDoubt: [new errors.OrderInDoubt(intent, "2 local numbers", [])],
    NamesUnresolved: [new errors.NamesUnresolved(["12065550101"], attempt)],
    LookEnded: [new errors.LookEnded("12065550101", "600 s are over")],
    NamesHeldElsewhere: [new errors.NamesHeldElsewhere([`12065550101 is held by ${urn}`], attempt)],
    OrderIdKnown: [new errors.OrderIdKnown(order, urn)],
    OrderUnfinished: [new errors.OrderUnfinished(order, "PROCESSING", 600, "")],
    OrderFailed: [new errors.OrderFailed(order, "ERRORED", []), new errors.OrderFailed(order, "ERRORED", [number])],
    PaymentFailed: [new errors.PaymentFailed(order, intent, "PAYMENT_ERROR")],
    Shortfall: [new errors.Shortfall({ ...noWants, tollFree: 3 }, { ...noWants, tollFree: 1 }, order)],
    OrderRefused: [new errors.OrderRefused("2 local numbers", "no valid credit card on file")],
    OrderUnsent: [new errors.OrderUnsent("2 local numbers", "connection refused")],
    EntryBlocked: [new errors.EntryBlocked(entry, "/journal", "it is damaged")],
    EntryGone: [new errors.EntryGone(entry, "/journal")],
    JournalUnavailable: [new errors.JournalUnavailable("/journal", "read-only file system")],
    OtherAccount: [new OtherAccount("www.callfire.com/acme", "www.callfire.com/other")],
    CreationInDoubt: [new CreationInDoubt("subscription", "POST /subscription: sent, but socket hang up")],
    ReleaseFailed: [new errors.ReleaseFailed(number, "500")],
    ReleasePrevented: [new errors.ReleasePrevented([number])],
    EngineGone: [new errors.EngineGone()],
    Conflict: [new errors.Conflict(entry)],
};

/** The words by which a person finds the section of an error: `...` stands for whatever differs. */
function quotesOf(name: string): RegExp[] {
    const line = new RegExp(`\\n### ${name}\\n(".*)\\n`).exec(read("docs/on-call.md"))?.[1] ?? "";
    return [...line.matchAll(/"([^"]+)"/g)].map(
        ([, quote = ""]) => new RegExp(quote.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("\\.\\.\\.", ".+")),
    );
}

describe("docs/on-call.md", () => {
    for (const [name, messages] of Object.entries(samples)) {
        it(`quotes ${name} in its own words`, () => {
            const quotes = quotesOf(name);
            assert(quotes.length > 0);
            for (const quote of quotes) {
                assert(
                    messages.some(({ message }) => quote.test(message)),
                    `${String(quote)} is not in ${messages.map(({ message }) => message).join("\n")}`,
                );
            }
        });
    }
});
