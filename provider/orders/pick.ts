import { randomInt } from "node:crypto";
import { CredentialsRefusedError, PermissionRefusedError, RefusedError } from "../callfire/errors";
import type { Offered } from "./accountMemory";
import { countOfBulk, isTollFree, noPicks, type Picks, type Wants } from "./items";
import type { Session } from "./session";
import { messageOf } from "./thrown";

/** Why bulk numbers are not named: CallFire chooses them then, and only the order's id tells which they are (decisions/0015). */
export interface NotPicked {
    readonly reason: string;
    /** Whether an order by count is the way on; otherwise nothing is ordered until CallFire can be asked. */
    readonly byCount: boolean;
}

/**
 * Makes names of a bulk wish: a number can be sold only once, so its name is what makes an order repeatable. Drawn at random
 * from the largest offer, so that two machines seldom pick the same, with a few spares for those that are sold meanwhile
 * (decisions/0003).
 * @param taken names that are not picked: owned, refused, or asked for by an attempt that is not resolved
 */
export async function pick(wants: Wants, taken: ReadonlySet<string>, session: Session): Promise<Picks | NotPicked> {
    if (countOfBulk(wants) === 0) {
        return noPicks;
    }
    if (session.bulkOrders === "count") {
        return { reason: `callfire:bulkOrders is "count"`, byCount: true };
    }
    try {
        const local = await draw(wants.local?.count ?? 0, { region: wants.local?.region });
        const tollFree = await draw(wants.tollFree, { tollFree: true });
        const tooFew = local.length < (wants.local?.count ?? 0) || tollFree.length < wants.tollFree;
        return tooFew
            ? { reason: "CallFire's search offers fewer than are wanted", byCount: true }
            : { local, tollFree };
    } catch (error) {
        if (error instanceof CredentialsRefusedError || error instanceof PermissionRefusedError) {
            throw error;
        }
        // A server without a search refuses it; one that can't be reached may have one.
        const reason = `CallFire's search for numbers failed: ${messageOf(error)}`;
        return { reason, byCount: error instanceof RefusedError };
    }

    async function draw(count: number, kind: Offered): Promise<string[]> {
        if (count === 0) {
            return [];
        }
        const { picked } = session.memory;
        const offer = (await session.memory.offer(kind)).filter(
            (number) =>
                !picked.has(number) &&
                !taken.has(number) &&
                !wants.numbers.includes(number) &&
                isTollFree(number) === "tollFree" in kind,
        );
        const drawn: string[] = [];
        while (drawn.length < count + spares(count) && offer.length > 0) {
            const [number = ""] = offer.splice(randomInt(offer.length), 1);
            picked.add(number);
            drawn.push(number);
        }
        return drawn;
    }
}

/** Enough for the few that somebody else buys between the search and the order. */
function spares(count: number): number {
    return Math.max(2, Math.ceil(count / 10));
}
