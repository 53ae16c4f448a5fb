import { namesOf } from "../orders/attempt";
import { isRecordOver, namesHeld, type Held } from "../orders/held";
import { namesBrought } from "../orders/observeNames";
import { findOwned } from "../orders/ownership";
import type { Owner, Session } from "../orders/session";
import { phaseOfStatus } from "../orders/status";
import { messageOf } from "../orders/thrown";
import { assertAccount } from "./account";
import { findHoldersAtStart } from "./availability";
import { closeSeen, halfReleased, openEntries } from "./entries";
import { recordHolder } from "./lifecycle";
import type { DiffOptions, Properties } from "./resource";

/** What earlier runs have left unfinished, one reason each. */
export async function describeUnfinished(held: Held, olds: Properties, options: DiffOptions): Promise<string[]> {
    const { session, owner } = options;
    const pending = held.orders
        .filter((order) => !isRecordOver(order))
        .map(({ id, status }) =>
            phaseOfStatus(status) === "paymentFailed"
                ? `asks whether order ${id ?? ""} was paid for after all (${status})`
                : `goes on with order ${id ?? ""} (${status})`,
        );
    const known = [...held.resolved, ...held.unresolved.map(({ id }) => id), held.attempt];
    const isUnknownToState = (await options.earlier()).own.some(({ id }) => !known.includes(id));
    const lost = isUnknownToState ? ["looks for what an interrupted run has bought"] : [];
    if (session === undefined || owner === undefined) {
        return [...pending, ...lost];
    }
    assertAccount(olds["account"], session);
    recordHolder(held, { owner });
    await closeSeen(held, session);
    const open = (await openEntries(held, session, owner)).map(({ orderId }) =>
        orderId === undefined
            ? "looks for what an interrupted run has done"
            : `takes in order ${orderId} of an interrupted run`,
    );
    const inDoubt = await halfReleased(held, session);
    const released =
        inDoubt.length === 0 ? [] : [`looks whether ${inDoubt.join(", ")} still renews: a release was interrupted`];
    const brought = await findBrought(held, session, owner, options);
    const late = brought.length === 0 ? [] : [`takes in ${brought.join(", ")}, which an interrupted run has bought`];
    return [...new Set([...pending, ...open, ...lost, ...late, ...released])];
}

/** Of attempts that the state carries, what has arrived after all: until something has, they are no change. */
async function findBrought(held: Held, session: Session, owner: Owner, options: DiffOptions): Promise<string[]> {
    const names = held.unresolved.flatMap(namesOf).filter((name) => !namesHeld(held).includes(name));
    if (names.length === 0) {
        return [];
    }
    try {
        const owned = await findOwned(names, session, options.signal);
        const holders = await findHoldersAtStart(session, owner, held.uid);
        return [...new Set(held.unresolved.flatMap((attempt) => namesBrought(attempt, { owned, holders, held })))];
    } catch (error) {
        const reason = messageOf(error);
        options.warn(`What an interrupted run may have bought could not be looked up: ${reason}`);
        return [];
    }
}
