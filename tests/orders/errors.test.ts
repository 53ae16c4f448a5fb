import assert from "node:assert/strict";
import * as callErrors from "../../provider/callfire/errors";
import { orderId } from "../../provider/callfire/types";
import * as orderErrors from "../../provider/orders/errors";
import { explain } from "../../provider/orders/explain";
import { OtherAccount } from "../../provider/resources/account";
import { CreationInDoubt } from "../../provider/resources/createOnce";
import { wantsOf } from "./model/fixtures";

const id = orderId("1428507003");
const facts = { method: "GET", path: "/number", what: "HTTP 500" };
const wants = wantsOf({ local: { count: 2 } });

/** One of each class that a run can end with; a class has two where its words depend on how far things had come. */
const ends: readonly Error[] = [
    new orderErrors.JournalUnavailable("/var/journal", "it is read-only"),
    new orderErrors.EntryBlocked("4711", "/var/journal", "it is damaged"),
    new orderErrors.Conflict("4711"),
    new orderErrors.EntryGone("4711", "/var/journal"),
    new orderErrors.EngineGone(),
    new orderErrors.OrderRefused("2 local numbers", "too many"),
    new orderErrors.OrderUnsent("2 local numbers", "connection refused"),
    new orderErrors.OrderInDoubt("4711", "2 local numbers", []),
    new orderErrors.OrderInDoubt("4711", "2 local numbers", ["12065550101"]),
    new orderErrors.NamesUnresolved(["12065550101"], "a1"),
    new orderErrors.LookEnded("12065550101", "600 s are over"),
    new orderErrors.NamesHeldElsewhere(["12065550101 is held by another stack"], "a1"),
    new orderErrors.OrderUnfinished(id, "PROCESSING", 600, ""),
    new orderErrors.OrderFailed(id, "ERRORED", []),
    new orderErrors.OrderFailed(id, "ERRORED", ["12065550101"]),
    new orderErrors.PaymentFailed(id, "4711", "PAYMENT_ERROR"),
    new orderErrors.NotAdopted(
        "12065550101 can't be adopted: another stack holds it. Nothing was changed. Declare another one.",
    ),
    new orderErrors.OrderIdKnown(id, "urn:pulumi:dev::shop::callfire:index:NumberOrder::support"),
    new orderErrors.Shortfall(wants, wantsOf({ local: { count: 1 } }), id),
    new orderErrors.ReleasePrevented(["12065550101"]),
    new orderErrors.ReleaseFailed("12065550101", "HTTP 500"),
    new OtherAccount("www.callfire.com/acme", "www.callfire.com/other"),
    new CreationInDoubt("subscription", "its answer is lost"),
    new callErrors.UnsentError(facts),
    new callErrors.RefusedError({ ...facts, status: 400 }),
    new callErrors.CredentialsRefusedError({ ...facts, status: 401 }),
    new callErrors.PermissionRefusedError({ ...facts, status: 403 }),
    new callErrors.SlowDownError({ ...facts, status: 429 }),
    new callErrors.UnclearError(facts, true),
    new callErrors.UnclearError({ ...facts, method: "PUT" }, true),
];

/** What is bought, held or changed, and what became of it. */
const saysWhatIsSafe =
    /nothing (was|is) (bought|ordered|changed|sent|made|released)|acquired nothing|(are|is) (still held and |placed and |kept in the state|saved)|isn't sent|what it did, if anything, the next run finds/i;
/** A command, a setting, a property, or whom to ask. */
const saysWhatToDo =
    /"pulumi up"|"npx pulumi-callfire|run it again|callfire:\w+|set adoptOrderId|Declare|Give the API|CallFire refused (it|the order)/i;

describe("an error that a run ends with", () => {
    for (const error of ends) {
        it(`says what is safe and what to do: ${error.name}, ${error.message}`, () => {
            assert.match(explain(error), saysWhatIsSafe);
            assert.match(explain(error), saysWhatToDo);
        });
    }

    it("starts with the name under which docs/on-call.md has it", () => {
        for (const error of ends.filter((end) => end instanceof orderErrors.OrderError)) {
            assert(error.message.startsWith(`${error.name}: `), error.message);
        }
    });

    it("is in this list, whichever class it is of", () => {
        const classes = [...Object.values(orderErrors), ...Object.values(callErrors)].filter(
            (exported) =>
                exported.prototype instanceof orderErrors.OrderError ||
                exported.prototype instanceof callErrors.CallFireError,
        );
        const listed = new Set(ends.map(({ name }) => name));
        assert(classes.length > 20);
        assert.deepEqual(
            classes.map(({ name }) => name).filter((name) => !listed.has(name)),
            [],
        );
    });
});
