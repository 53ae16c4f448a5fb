import { orderId } from "../../provider/callfire/types";
import * as errors from "../../provider/orders/errors";
import { noWants } from "../../provider/orders/items";
import { OtherAccount } from "../../provider/resources/account";
import { CreationInDoubt } from "../../provider/resources/createOnce";

const order = orderId("1428507003");
const number = "13105551212";
const attempt = "9b1d04c2e6aa";
const intent = "5f0c2b7a91d3e864";
const entry = "support-3f2a9c1e5b7d.1";
const urn = "urn:pulumi:dev::shop::callfire:index:NumberOrder::sales";

/** Each error that a run can end with; several where its words depend on how far things had come. */
export const errorSamples: readonly errors.OrderError[] = [
    new errors.OrderInDoubt(intent, "2 local numbers", [], true),
    new errors.OrderInDoubt(attempt, "2 local numbers", [number], false),
    new errors.NamesUnresolved(["12065550101"], attempt),
    new errors.CreateInterrupted([number], urn, attempt),
    new errors.LookEnded("12065550101", "600 s are over"),
    new errors.NamesHeldElsewhere([`12065550101 is held by ${urn}`], attempt),
    new errors.OrderIdKnown(order, urn),
    new errors.OrderUnfinished(order, "PROCESSING", 600, ""),
    new errors.OrderFailed(order, "ERRORED", []),
    new errors.OrderFailed(order, "ERRORED", [number]),
    new errors.PaymentFailed(order, intent, "PAYMENT_ERROR"),
    new errors.Shortfall({ ...noWants, tollFree: 3 }, { ...noWants, tollFree: 1 }, order),
    new errors.OrderRefused("2 local numbers", "no valid credit card on file"),
    new errors.OrderUnsent("2 local numbers", "connection refused", `Check the network, then run "pulumi up" again.`),
    new errors.NotAdopted(
        `${number} can't be adopted: another stack holds it. Nothing was changed. Declare another one.`,
    ),
    new errors.EntryBlocked(entry, "/journal", "it is damaged"),
    new errors.EntryGone(entry, "/journal"),
    new errors.JournalUnavailable("/journal", "read-only file system"),
    new OtherAccount("www.callfire.com/acme", "www.callfire.com/other"),
    new CreationInDoubt("subscription", "POST /subscription: sent, but socket hang up"),
    new errors.ReleaseFailed(number, "500"),
    new errors.ReleasePrevented([number]),
    new errors.EngineGone(),
    new errors.Conflict(entry),
];

/** The names of all classes of such errors. */
export const errorNames: readonly string[] = [...Object.values(errors), OtherAccount, CreationInDoubt]
    .filter((exported) => exported.prototype instanceof errors.OrderError)
    .map(({ name }) => name);
