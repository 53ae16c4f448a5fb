import { regionProperty } from "./region";
import type { Declaration, Property } from "./resource";

const text = (description: string): Property => ({ type: "string", description });
const list = (description: string, item: string): Property => ({
    type: "array",
    description,
    items: { type: "string", description: item },
});

const bulkLocal: Property = {
    type: "object",
    typeName: "BulkLocal",
    description:
        "Any `count` local numbers of a region. Another region orders the new numbers first and releases the old ones when all have arrived.",
    properties: {
        count: { type: "integer", required: true, description: "How many: a whole number above 0." },
        region: regionProperty,
    },
};

const bulkTollFree: Property = {
    type: "object",
    typeName: "BulkTollFree",
    description: "Any `count` toll-free numbers.",
    properties: { count: { type: "integer", required: true, description: "How many: a whole number above 0." } },
};

const order: Property = {
    type: "object",
    typeName: "OrderRecord",
    description: "One order of a resource.",
    properties: {
        id: text("CallFire's id of the order; absent where its answer was lost or nothing was ordered."),
        intent: { ...text("What names the order in the journal and in `npx pulumi-callfire orders`."), required: true },
        status: {
            ...text(
                "CallFire's own word, `FINISHED`; in lower case what CallFire has no word for: `adopted`, `forgotten`.",
            ),
            required: true,
        },
        totalCost: { type: "number", description: "What CallFire charged, in its own currency." },
        createdAt: text("When CallFire took the order: `2014-12-17T12:25:36Z`."),
    },
};

/** The one source of the check, the schema and the reference of `NumberOrder`. */
export const numberOrderDeclaration: Declaration = {
    description:
        "Numbers and keywords that the stack holds. Desired state, not an event: the first update orders them, later ones order or release the difference. A NumberOrder never replaces.",
    inputs: {
        numbers: list(
            "Exactly these numbers. Kept as 11 digits; listed numbers are released only when they leave the list.",
            "A number of the US or Canada in any usual notation: `13105551212`, `(310) 555-1212`.",
        ),
        keywords: list(
            "Keywords on CallFire's short code. Kept in upper case.",
            "1 to 64 letters and digits: `CHOCOLATE`.",
        ),
        bulkLocal,
        bulkTollFree,
        allowPartial: {
            type: "boolean",
            default: false,
            description: "True: fewer than ordered is a warning, not a failure.",
        },
        adoptOrderId: text(
            "Adopt this order instead of placing one. What it acquired must fit the declaration. Removing the input later is no change.",
        ),
        adoptOwned: {
            type: "boolean",
            default: false,
            description:
                "True: listed numbers and keywords that the account owns already are adopted. False: they are an error.",
        },
        preventRelease: {
            type: "boolean",
            default: false,
            description:
                "True: whatever would release something, an update included, is an error in preview that names it. `protect` guards only against deletion.",
        },
    },
    outputs: {
        orderId: text(
            "The order that created it; absent where CallFire can't tell, as after an adoption by ownership.",
        ),
        orders: {
            type: "array",
            required: true,
            description: "All its orders, oldest first.",
            items: order,
        },
        status: text("Status of the newest order, CallFire's own word."),
        acquiredNumbers: {
            ...list("All numbers held, in a stable order: those held keep their place.", "11 digits: `13105551212`."),
            required: true,
        },
        localNumbers: { ...list("The local ones of `acquiredNumbers`.", "11 digits: `13105551212`."), required: true },
        tollFreeNumbers: {
            ...list("The toll-free ones of `acquiredNumbers`.", "11 digits: `18005551212`."),
            required: true,
        },
        acquiredKeywords: { ...list("All keywords held.", "In upper case: `CHOCOLATE`."), required: true },
        totalCost: { type: "number", description: "Sum over its orders, in CallFire's own currency." },
        account: {
            ...text(
                "Whose the numbers are: host and login, or the simulator's own id. The resource is never acted on under another account.",
            ),
            required: true,
        },
    },
};
