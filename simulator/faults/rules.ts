import { idIn } from "../http/paths";
import { faultForms } from "./forms";
import type { Fault, FaultEffect, FaultKind, FaultMatch } from "./faults";

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
        const match = { ...faultForms[fault.effect.kind].usualMatch, ...fault.match };
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
