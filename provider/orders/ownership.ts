import type { LeaseInfo, Owned } from "../callfire/types";
import { fewAtOnce } from "./fewAtOnce";
import { isNumber } from "./items";
import type { Session } from "./session";

// Ownership proves that the account bought a name, not that we did: decisions/0008.

/** How many numbers are asked for at once. */
const mostAtOnce = 4;

/**
 * Which of these names the account owns, and how: each number by its own GET, which costs the same however many numbers the
 * account has; keywords by their list, because they have no GET.
 */
export async function findOwned(
    names: readonly string[],
    session: Session,
    signal: AbortSignal,
): Promise<Map<string, Owned>> {
    const found = new Map<string, Owned>();
    await fewAtOnce(mostAtOnce, names.filter(isNumber), async (number) => {
        const owned = await session.client.getNumber(number, signal);
        if (owned !== undefined) {
            found.set(number, owned);
        }
    });
    if (names.some((name) => !isNumber(name))) {
        const keywords = await session.memory.keywords();
        for (const name of names) {
            const owned = isNumber(name) ? undefined : keywords.get(name);
            if (owned !== undefined) {
                found.set(name, owned);
            }
        }
    }
    return found;
}

/** Whether a lease may come from an order of this day: what is leased for longer was bought before it. */
export function fitsDay({ begin }: LeaseInfo, day: string): boolean {
    const [begun, made] = [Date.parse(begin ?? ""), Date.parse(day)];
    // A day for time zones.
    return Number.isNaN(begun) || Number.isNaN(made) || begun >= made - 86_400_000;
}

/** Of what was released, in words: how long it is there, and what can be done. */
export function describeReleased(lease: LeaseInfo, account: string): string {
    return `its lease ends ${endOf(lease)}. ${wayBack(account)}, or choose another`;
}

/** How a person gets back what no longer renews. The simulator is nobody's site, and a rehearsal begins anew in a moment. */
export function wayBack(account: string): string {
    return account.startsWith("simulator/")
        ? 'To rehearse with it again, start afresh by "npx pulumi-callfire simulator reset"'
        : "It can't be renewed through this API: turn its renewal on at CallFire to keep it";
}

/** When a lease ends, in words for people. */
export function endOf({ end }: LeaseInfo): string {
    return end ?? "at a date CallFire does not tell";
}
