import { accountOutput } from "./account";
import { adoptOrder, flag, list, orderErrors, text } from "./declarations";
import { readKeyword, readNumber } from "./notation";
import { regionProperty } from "./region";
import type { Declaration, Property } from "./resource";

const count: Property = {
    type: "integer",
    required: true,
    range: { from: 1, to: Infinity, words: "a whole number above 0" },
    description:
        "How many are held: a whole number of at least 1. A larger one orders the difference, a smaller one releases the newest.",
};

const bulkLocal: Property = {
    type: "object",
    typeName: "BulkLocal",
    description:
        "Any `count` local numbers of a region. Another region orders the new numbers first and releases the old ones when all have arrived. " +
        "(CreateNumberOrder's `localCount` and region fields; `BulkLocal` in CallFire's documentation.)",
    properties: { count, region: regionProperty },
};

const bulkTollFree: Property = {
    type: "object",
    typeName: "BulkTollFree",
    description:
        "Any `count` toll-free numbers. (CreateNumberOrder's `tollFreeCount`; `BulkTollFree` in CallFire's documentation.)",
    properties: { count },
};

const order: Property = {
    type: "object",
    typeName: "OrderRecord",
    description: "One order at CallFire. A resource places another one whenever it grows.",
    properties: {
        id: text(
            "CallFire's id of the order: up to 19 digits, as text. Absent where its answer was lost or nothing was ordered.",
        ),
        intent: text("What names the order in the journal and in `npx pulumi-callfire orders`.", { required: true }),
        status: text(
            "CallFire's own word, such as `FINISHED`; in lower case what CallFire has no word for: `adopted`, `forgotten`.",
            { required: true },
        ),
        totalCost: {
            type: "number",
            description: "What CallFire charged, in the account's currency. (GetNumberOrder's `TotalCost`.)",
        },
        createdAt: text("When CallFire took the order: `2014-12-17T12:25:36Z`. (GetNumberOrder's `Created`.)"),
    },
};

/** The one source of the check, the schema and the reference of `NumberOrder`. */
export const numberOrderDeclaration: Declaration = {
    description: [
        "Phone numbers and keywords that the stack holds in a CallFire account. **Creating one buys, on the account's credit card**; with `callfire:endpoint` set to `simulator` nothing is bought.",
        "It is a desired state, not an event: the first `pulumi up` orders everything, later ones order or release the difference, and an unchanged program orders nothing. At least one of `numbers`, `keywords`, `bulkLocal` and `bulkTollFree` must be given.",
        "It never replaces: growing it orders what is missing, shrinking it releases the newest bulk numbers, and another region orders the new numbers before the old ones are released. Destroying it releases everything that it holds, unless `retainOnDelete` is set; `protect` prevents that. A released number is no longer renewed: it works until its lease ends, and can't be renewed through this API.",
        "An order normally takes up to 20 seconds. The wait ends after 10 minutes, or after `customTimeouts`: the order is then in the state with its id, and the next `pulumi up` goes on waiting for it. It is never placed twice.",
    ].join("\n\n"),
    errors: `${orderErrors} \`Shortfall\` says that fewer were acquired than ordered, \`ReleasePrevented\` that \`preventRelease\` is set.`,
    importId:
        "the order's id (`1428507003`), or numbers and keywords that the account owns, separated by commas (`13105551212,13105551213`)",
    inputs: {
        numbers: list(
            "Exactly these numbers. One that is not for sale is refused in preview, and so is one that stands twice; one that the account owns already needs `adoptOwned`. Taking one off the list releases it. (CreateNumberOrder's `Numbers`.)",
            text(
                "A number of the United States or Canada, in any usual notation: `13105551212`, `+1 (310) 555-1212`. Kept as 11 digits.",
                { read: readNumber },
            ),
            { isDistinct: true },
        ),
        keywords: list(
            "Exactly these keywords on CallFire's short code 67076, by the same rules as `numbers`. For one that is protected by itself there is `Keyword`. (CreateNumberOrder's `Keywords`.)",
            text("1 to 64 letters and digits: `CHOCOLATE`. Kept in upper case.", { read: readKeyword }),
            { isDistinct: true },
        ),
        bulkLocal,
        bulkTollFree,
        allowPartial: flag(
            "True: fewer than ordered is a warning. False: it is an error. What was acquired is kept either way, and the next `pulumi up` orders what is missing. Default: false.",
            { default: false },
        ),
        adoptOrderId: adoptOrder(
            "What it acquired must fit what is declared, still renew, and be held by nobody else.",
        ),
        adoptOwned: flag(
            "True: listed numbers and keywords that the account owns already are adopted, also from another resource of this stack, which then leaves them. False: they are an error. What no longer renews can't be adopted. Default: false.",
            { default: false },
        ),
        preventRelease: flag(
            "True: whatever would release something, an update included, is an error in preview that names it. `protect` prevents only a deletion. Default: false.",
            { default: false },
        ),
    },
    outputs: {
        orderId: text(
            "CallFire's id of the order that created it: up to 19 digits, as text. Absent where nothing was ordered, as after an adoption by ownership. (CreateNumberOrder's `ResourceReference`.)",
        ),
        orders: list("All its orders, oldest first.", order, { required: true }),
        status: text(
            "CallFire's own word for the newest order: `FINISHED`, `PROCESSING` and so on. (GetNumberOrder's `Status`.)",
        ),
        acquiredNumbers: list(
            "All numbers held, local and toll-free. Those held keep their place when others come or go.",
            text("In 11 digits: `13105551212`."),
            { required: true },
        ),
        localNumbers: list(
            "The local ones of `acquiredNumbers`. (GetNumberOrder's `LocalNumbers`, `Fulfilled`.)",
            text("In 11 digits: `13105551212`."),
            { required: true },
        ),
        tollFreeNumbers: list(
            "The toll-free ones of `acquiredNumbers`. (GetNumberOrder's `TollFreeNumbers`, `Fulfilled`.)",
            text("In 11 digits: `18005551212`."),
            { required: true },
        ),
        acquiredKeywords: list(
            "All keywords held. (GetNumberOrder's `Keywords`, `Fulfilled`.)",
            text("In upper case: `CHOCOLATE`."),
            { required: true },
        ),
        totalCost: {
            type: "number",
            description:
                "The sum of what its orders cost, in the account's currency, without renewals. (GetNumberOrder's `TotalCost`.)",
        },
        account: accountOutput,
    },
};
