import type { ItemKind } from "../account/account";

/** What goes wrong. */
export type FaultEffect =
    /** The request is fully processed, then the connection is cut without an answer. */
    | { readonly kind: "lostAnswer" }
    /** The connection is cut before anything is processed. */
    | { readonly kind: "cutBefore" }
    /** Waits, in milliseconds: before processing, and between processing and the answer. */
    | { readonly kind: "slow"; readonly before?: number; readonly answer?: number }
    /** Another answer instead; `processed`: although the request was processed. */
    | {
          readonly kind: "status";
          readonly status: number;
          readonly retryAfter?: number;
          readonly message?: string;
          readonly processed?: boolean;
      }
    /** A proxy's error page. */
    | { readonly kind: "html"; readonly status?: number; readonly processed?: boolean }
    /** Half of the answer; `cut`: by a lost connection, else well delivered. */
    | { readonly kind: "truncated"; readonly cut?: boolean }
    /** How the order ends, with how many of its items. */
    | { readonly kind: "finalStatus"; readonly status: string; readonly fulfilled?: number }
    /** The order reads a status that is in no list. */
    | { readonly kind: "unknownStatus"; readonly status?: string }
    /** So many items never arrive. */
    | { readonly kind: "shortfall"; readonly missing: number; readonly of?: ItemKind }
    /** Other namespace prefixes; an empty one is the default namespace. */
    | { readonly kind: "prefix"; readonly prefix: string; readonly payload?: string }
    /** Order ids beyond 2^53. */
    | { readonly kind: "largeIds" }
    /** A document type with entities that grow a billion times. */
    | { readonly kind: "entityBomb" }
    /** A success that does not say the id. */
    | { readonly kind: "noId" }
    /** A list that says another total than the other pages. */
    | { readonly kind: "oddPages" }
    /** The lease of what the order brings ends on this day. */
    | { readonly kind: "lease"; readonly end: string }
    /** Another program of the same account buys in this moment: owned, and by no order of the ledger. */
    | {
          readonly kind: "boughtElsewhere";
          readonly count?: number;
          readonly keyword?: string;
          readonly number?: string;
          readonly city?: string;
          readonly state?: string;
          readonly when?: "before" | "after";
      }
    /** Other customers buy so many of the numbers and keywords that the order names, just before it. */
    | { readonly kind: "soldElsewhere"; readonly count?: number }
    /** The order stays in PROCESSING until it is settled. */
    | { readonly kind: "hold" }
    /** The order's items arrive one by one. */
    | { readonly kind: "grow" }
    /** The order takes so long. */
    | { readonly kind: "duration"; readonly seconds: number }
    /** The order is refused with 400 and these words. */
    | { readonly kind: "rejectPost"; readonly message?: string }
    /** For so long after its POST, GET of the order answers 404. */
    | { readonly kind: "orderNotVisible"; readonly seconds: number }
    /** For so long after its end, the order shows nothing in Fulfilled. */
    | { readonly kind: "lateFulfilled"; readonly seconds: number }
    /** Lists show what was owned so long ago. */
    | { readonly kind: "listLag"; readonly seconds: number }
    /** Single numbers are 404 for so long after they were bought. */
    | { readonly kind: "numberLag"; readonly seconds: number }
    /** Fulfilled has numbers like +13105551212. */
    | { readonly kind: "plusSign" }
    /** The order is placed, and answered with the id of the one before it. */
    | { readonly kind: "repeatedId" }
    /** Orders say Summary, SalesTax and Total. */
    | { readonly kind: "salesTax"; readonly percent?: number }
    /** Listed orders leave out what was ordered. */
    | { readonly kind: "bareOrders" }
    /** The order shows a number that an earlier one acquired instead of its last one. */
    | { readonly kind: "alreadyAcquired"; readonly number?: string };

export type FaultKind = FaultEffect["kind"];

export interface FaultMatch {
    /** Any if absent. */
    readonly method?: string;
    /** Below the base path; a last `*` stands for one word: `/number/order/*`. Any if absent. */
    readonly path?: string;
    /** Values that parameters must have. */
    readonly parameters?: Readonly<Record<string, string>>;
    /** The first matching request that is hit, counted from 1. */
    readonly from?: number;
    /** The last one that is hit. If absent: the same as `from`; `"always"`: no last one. */
    readonly to?: number | "always";
    /** Counts only after a request of this method and path was answered. */
    readonly after?: { readonly method?: string; readonly path?: string };
}

export interface Fault {
    readonly effect: FaultEffect;
    /** What it leaves out is as usual for the effect. */
    readonly match?: FaultMatch;
}
