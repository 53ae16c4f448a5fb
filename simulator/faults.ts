import type { ItemKind } from "./account";
import { idIn } from "./paths";

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
    /** The order stays in PROCESSING until it is settled. */
    | { readonly kind: "hold" }
    /** The order's items arrive one by one. */
    | { readonly kind: "grow" }
    /** The order takes so long. */
    | { readonly kind: "duration"; readonly seconds: number }
    /** The order is refused with 400 and these words. */
    | { readonly kind: "rejectPost"; readonly message?: string };

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
    /** What it leaves out is as usual for the effect: see `usualMatch`. */
    readonly match?: FaultMatch;
}

const postOrder: FaultMatch = { method: "POST", path: "/number/order" };

/** Where an effect hits if the rule does not say. */
export const usualMatch: Readonly<Record<FaultKind, FaultMatch>> = {
    lostAnswer: postOrder,
    cutBefore: postOrder,
    slow: {},
    status: {},
    html: {},
    truncated: {},
    finalStatus: postOrder,
    unknownStatus: { method: "GET", path: "/number/order/*" },
    shortfall: postOrder,
    prefix: { to: "always" },
    largeIds: { ...postOrder, to: "always" },
    entityBomb: {},
    noId: postOrder,
    oddPages: { method: "GET", path: "/number" },
    lease: postOrder,
    boughtElsewhere: postOrder,
    hold: postOrder,
    grow: postOrder,
    duration: postOrder,
    rejectPost: postOrder,
};

export interface FaultRequest {
    readonly method: string;
    readonly path: string;
    readonly parameters: ReadonlyMap<string, string>;
}

interface Rule {
    readonly id: string;
    readonly effect: FaultEffect;
    readonly match: FaultMatch;
    isLive: boolean;
    matched: number;
}

export class FaultRules {
    private rules: Rule[] = [];
    private lastId = 0;

    add(fault: Fault): string {
        this.lastId += 1;
        const id = String(this.lastId);
        const match = { ...usualMatch[fault.effect.kind], ...fault.match };
        this.rules.push({ id, effect: fault.effect, match, isLive: match.after === undefined, matched: 0 });
        return id;
    }

    clear(): void {
        this.rules = [];
    }

    list(): { id: string; effect: FaultEffect; match: FaultMatch; matched: number }[] {
        return this.rules.map(({ id, effect, match, matched }) => ({ id, effect, match, matched }));
    }

    /** What goes wrong with this request. Each matching rule counts it. */
    effectsOn(request: FaultRequest): FaultEffect[] {
        return this.rules
            .filter((rule) => rule.isLive && matches(rule.match, request))
            .filter((rule) => {
                rule.matched += 1;
                const from = rule.match.from ?? 1;
                const to = rule.match.to ?? from;
                return rule.matched >= from && (to === "always" || rule.matched <= to);
            })
            .map((rule) => rule.effect);
    }

    /** Wakes the rules that wait for a request like this one. */
    answered(request: FaultRequest): void {
        for (const rule of this.rules) {
            if (rule.match.after !== undefined && matches(rule.match.after, request)) {
                rule.isLive = true;
            }
        }
    }
}

/** The effect of one kind among them; the newest rule wins. */
export function effectOf<Kind extends FaultKind>(
    effects: readonly FaultEffect[],
    kind: Kind,
): Extract<FaultEffect, { kind: Kind }> | undefined {
    return effects.findLast((effect): effect is Extract<FaultEffect, { kind: Kind }> => effect.kind === kind);
}

function matches(match: Pick<FaultMatch, "method" | "path" | "parameters">, request: FaultRequest): boolean {
    return (
        (match.method === undefined || match.method === request.method) &&
        (match.path === undefined || idIn(match.path, request.path) !== undefined) &&
        Object.entries(match.parameters ?? {}).every(([name, value]) => request.parameters.get(name) === value)
    );
}
