import type { FaultKind, FaultMatch } from "./faults";

export interface OptionForm {
    readonly type: "number" | "string" | "boolean";
    readonly isRequired?: true;
    readonly oneOf?: readonly string[];
    readonly meaning: string;
}

export interface FaultForm {
    readonly meaning: string;
    /** Where it hits if the rule does not say; `from` and `to` that are absent mean the first matching request alone. */
    readonly usualMatch: FaultMatch;
    /** The option that `kind=value` sets is the first. */
    readonly options: Readonly<Record<string, OptionForm>>;
}

const anyRequest: FaultMatch = {};
const postOrder: FaultMatch = { method: "POST", path: "/number/order" };
const getOrder: FaultMatch = { method: "GET", path: "/number/order/*" };
const always = { to: "always" } as const;

const seconds: OptionForm = { type: "number", isRequired: true, meaning: "how long" };
const processed: OptionForm = { type: "boolean", meaning: "true: although it was done; else it was not" };

/** Every fault, in the words of the documentation: `--help`, the README and the error messages are made from it. */
export const faultForms: Readonly<Record<FaultKind, FaultForm>> = {
    lostAnswer: { meaning: "fully processed, then the connection is cut", usualMatch: postOrder, options: {} },
    cutBefore: { meaning: "the connection is cut before anything is processed", usualMatch: postOrder, options: {} },
    slow: {
        meaning: "waits, in milliseconds",
        usualMatch: anyRequest,
        options: {
            before: { type: "number", meaning: "before it is processed" },
            answer: { type: "number", meaning: "between processing and answer" },
        },
    },
    status: {
        meaning: "another answer",
        usualMatch: anyRequest,
        options: {
            status: { type: "number", isRequired: true, meaning: "its HTTP status" },
            retryAfter: { type: "number", meaning: "its Retry-After, in seconds" },
            message: { type: "string", meaning: "its words" },
            processed,
        },
    },
    html: {
        meaning: "a proxy's error page",
        usualMatch: anyRequest,
        options: { status: { type: "number", meaning: "its HTTP status, else 502" }, processed },
    },
    truncated: {
        meaning: "half of the document",
        usualMatch: anyRequest,
        options: { cut: { type: "boolean", meaning: "true: by a lost connection; else well delivered" } },
    },
    entityBomb: { meaning: "entities that grow a billion times", usualMatch: anyRequest, options: {} },
    prefix: {
        meaning: "other namespace prefixes; an empty one is the default namespace",
        usualMatch: always,
        options: {
            prefix: { type: "string", isRequired: true, meaning: "the envelope's" },
            payload: { type: "string", meaning: "the payload's" },
        },
    },
    noId: { meaning: "a success that does not say the id", usualMatch: postOrder, options: {} },
    repeatedId: {
        meaning: "the order is placed, and answered with the id of the order before it",
        usualMatch: { ...postOrder, from: 2, to: 2 },
        options: {},
    },
    largeIds: { meaning: "ids beyond 2^53", usualMatch: { ...postOrder, ...always }, options: {} },
    rejectPost: {
        meaning: "refused with 400",
        usualMatch: postOrder,
        options: { message: { type: "string", meaning: "the words, else `no valid credit card on file`" } },
    },
    finalStatus: {
        meaning: "how the order ends",
        usualMatch: postOrder,
        options: {
            status: { type: "string", isRequired: true, meaning: "its status" },
            fulfilled: { type: "number", meaning: "how many of its items it acquires" },
        },
    },
    shortfall: {
        meaning: "FINISHED with fewer",
        usualMatch: postOrder,
        options: {
            missing: { type: "number", isRequired: true, meaning: "how many never arrive" },
            of: { type: "string", oneOf: ["local", "tollFree", "keyword"], meaning: "of one kind alone" },
        },
    },
    hold: { meaning: "stays in PROCESSING until it is settled", usualMatch: postOrder, options: {} },
    grow: { meaning: "items arrive one by one", usualMatch: postOrder, options: {} },
    duration: { meaning: "how long the order takes", usualMatch: postOrder, options: { seconds } },
    lease: {
        meaning: "the lease of what the order brings ends early or late",
        usualMatch: postOrder,
        options: { end: { type: "string", isRequired: true, meaning: "its last day, like 2026-12-31" } },
    },
    boughtElsewhere: {
        meaning: "another program of the same account buys in that moment, by no order that is listed",
        usualMatch: postOrder,
        options: {
            count: { type: "number", meaning: "local numbers; 1 if nothing is named" },
            number: { type: "string", meaning: "this number" },
            keyword: { type: "string", meaning: "this keyword" },
            city: { type: "string", meaning: "where the local numbers are" },
            state: { type: "string", meaning: "where the local numbers are" },
            when: { type: "string", oneOf: ["before", "after"], meaning: "else before" },
        },
    },
    soldElsewhere: {
        meaning: "other customers buy some of what the order names just before it, so that it is refused",
        usualMatch: postOrder,
        options: { count: { type: "number", meaning: "how many of them, the first ones; else 1" } },
    },
    alreadyAcquired: {
        meaning: "Fulfilled has a number that an earlier order acquired, instead of the order's last one",
        usualMatch: postOrder,
        options: { number: { type: "string", meaning: "which; else the newest" } },
    },
    orderNotVisible: {
        meaning: "GET of the order is 404 for so long after its POST, and lists of orders leave it out",
        usualMatch: { ...postOrder, ...always },
        options: { seconds },
    },
    lateFulfilled: {
        meaning: "the order has ended, but its Fulfilled stays empty for so long",
        usualMatch: { ...postOrder, ...always },
        options: { seconds },
    },
    unknownStatus: {
        meaning: "the order reads a status that is in no list",
        usualMatch: getOrder,
        options: { status: { type: "string", meaning: "which; else AWAITING_CARRIER" } },
    },
    plusSign: {
        meaning: "Fulfilled has numbers with a plus sign",
        usualMatch: { ...getOrder, ...always },
        options: {},
    },
    listLag: {
        meaning: "`GET /number` and `GET /number/keyword` leave out what was bought in the last seconds",
        usualMatch: { method: "GET", ...always },
        options: { seconds },
    },
    numberLag: {
        meaning: "`GET /number/{number}` is 404 for what was bought in the last seconds",
        usualMatch: { method: "GET", path: "/number/*", ...always },
        options: { seconds },
    },
    salesTax: {
        meaning: "the order says Summary, SalesTax and Total, as in newer documents",
        usualMatch: { ...getOrder, ...always },
        options: { percent: { type: "number", meaning: "else 8.25" } },
    },
    bareOrders: {
        meaning: "the listed orders leave out what was ordered",
        usualMatch: { method: "GET", path: "/v2/orders", ...always },
        options: {},
    },
    oddPages: {
        meaning: "a total that differs from the other pages'",
        usualMatch: { method: "GET", path: "/number" },
        options: {},
    },
};

export interface FaultDescription {
    readonly name: string;
    readonly meaning: string;
    readonly options: readonly (OptionForm & { readonly name: string })[];
    /** `POST /number/order`, `GET, always`, `any request`. */
    readonly usuallyOn: string;
}

/** What there is to choose from, for help texts. */
export function describeFaults(): FaultDescription[] {
    return Object.entries(faultForms).map(([name, { meaning, options, usualMatch }]) => ({
        name,
        meaning,
        options: Object.entries(options).map(([option, form]) => ({ name: option, ...form })),
        usuallyOn: wordsFor(usualMatch),
    }));
}

function wordsFor({ method, path, from, to }: FaultMatch): string {
    const requests = [method, path].filter((word) => word !== undefined).join(" ") || "any request";
    if (to === "always") {
        return `${requests}, always`;
    }
    return from === 2 ? `${requests}, the second` : requests;
}
