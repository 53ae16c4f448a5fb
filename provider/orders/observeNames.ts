import type { Owned } from "../callfire/types";
import type { Attempt } from "./attempt";
import type { NameSeen } from "./decide";
import { isSameRegion, type Held } from "./held";
import type { Holders } from "./holders";
import { noWants, type Wants } from "./items";
import { fitsDay } from "./ownership";

interface Now {
    readonly owned: ReadonlyMap<string, Owned>;
    readonly holders: Holders;
    readonly held: Held;
    readonly refused: readonly string[];
}

/** What an attempt of unknown end has brought, as far as nobody else holds it. */
export function namesBrought(attempt: Attempt, now: Omit<Now, "refused">): string[] {
    return seeNames(attempt, noWants, { ...now, refused: [] })
        .filter(({ role, status, obstacle }) => role !== "spare" && status === "owned" && obstacle === undefined)
        .map(({ name }) => name);
}

/** The names of an attempt, as the account and everybody's records show them now. */
export function seeNames(attempt: Attempt, missing: Wants, now: Now): NameSeen[] {
    const { wants, picks } = attempt;
    const localMissing = isSameRegion(wants, missing) ? (missing.local?.count ?? 0) : 0;
    const listed = [...wants.numbers, ...wants.keywords].filter((name) => !attempt.owned.includes(name));
    const listedMissing = [...missing.numbers, ...missing.keywords];
    return [
        ...listed.map((name) => see(name, listedMissing.includes(name) ? "wanted" : "unwanted")),
        ...seePicks(picks.local, wants.local?.count ?? 0, localMissing),
        ...seePicks(picks.tollFree, wants.tollFree, missing.tollFree),
    ];

    /** What is there stands first: where a spare is, it took the place of a name that was refused. */
    function seePicks(names: readonly string[], count: number, stillMissing: number): NameSeen[] {
        // What others hold is not what this attempt brought.
        const isThere = (name: string): boolean =>
            isHeld(name) || (now.owned.has(name) && obstacleTo(name) === undefined);
        const ordered = [...names.filter(isThere), ...names.filter((name) => !isThere(name))].slice(0, count);
        // Of the names that are not there as many are wanted as are still missing.
        const wanted = new Set(ordered.filter((name) => !isThere(name)).slice(0, stillMissing));
        return names.map((name) => {
            if (!ordered.includes(name)) {
                return see(name, "spare");
            }
            return see(name, isThere(name) || wanted.has(name) ? "wanted" : "unwanted");
        });
    }

    function isHeld(name: string): boolean {
        return now.held.numbers.includes(name) || now.held.keywords.includes(name);
    }

    /** Why what the account owns can't be this attempt's. */
    function obstacleTo(name: string): string | undefined {
        const lease = now.owned.get(name)?.lease;
        const holder = now.holders.get(name);
        if (isHeld(name) || lease?.autoRenew !== true) {
            return undefined;
        }
        if (holder !== undefined) {
            return `${name} is held by ${holder.urn}`;
        }
        return fitsDay(lease, attempt.day)
            ? undefined
            : `${name} has been leased since ${lease.begin ?? "earlier"}, before that attempt`;
    }

    function see(name: string, role: NameSeen["role"]): NameSeen {
        const lease = now.owned.get(name)?.lease;
        const status = isHeld(name) ? "held" : lease === undefined ? "absent" : lease.autoRenew ? "owned" : "lapsing";
        const obstacle = obstacleTo(name);
        return {
            name,
            role,
            status,
            ...(obstacle !== undefined && { obstacle }),
            isRefused: now.refused.includes(name),
        };
    }
}
