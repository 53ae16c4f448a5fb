import { orderId as parseOrderId } from "../callfire/types";
import type { Entry } from "../orders/entry";
import { NotTakenOver, OrderError, Overtaken } from "../orders/errors";
import { countWanted, describeWants } from "../orders/items";
import type { Wants } from "../orders/items";
import { claimsOf } from "../orders/journal";
import type { Claimant, Look, Record } from "../orders/journal";
import { placeOrder } from "../orders/placeOrder";
import type { Operation } from "../orders/session";
import { settle } from "../orders/settle";
import type { Settlement } from "../orders/settle";
import { findLapsed, judgeOwned } from "../orders/takeOver";
import type { Claims } from "../orders/takeOver";
import { adoptOrder, readOthers } from "./adoptOrder";
import { absorb, isRecordOver } from "./held";
import type { Held } from "./held";
import { withTimeout } from "./timeout";

export interface Desire {
    /** What is still missing beside what is held. */
    missing(held: Held): Wants;
    readonly adoptOrderId?: string;
    readonly adoptOwned: boolean;
    readonly allowPartial: boolean;
    /** For a deletion: whether an open entry belongs to the life that is deleted. Absent: all of the resource's do. */
    isOurs?(entry: Entry): boolean;
}

/** What is held in the end, and why it is not all that was wanted. */
export interface Acquired {
    readonly held: Held;
    readonly problem?: Error;
}

/** The order is over and brought less than it should. */
export class Shortfall extends OrderError {
    constructor(wanted: Wants, missing: Wants, orderId: string | undefined) {
        const all = countWanted(wanted);
        super(
            `${orderId === undefined ? "The order" : `Order ${orderId}`} acquired ${all - countWanted(missing)} of ${all}: ` +
                `${describeWants(missing)} could not be had. What was acquired is saved; the next "pulumi up" orders the rest. ` +
                `Set allowPartial: true to accept fewer.`,
        );
    }
}

/**
 * Brings a resource from what it holds to what it wants. What earlier runs left open is settled first, and only the difference
 * that then remains is ordered: once. Never throws once anything is known that the state must have.
 */
export async function acquire(start: Held, desire: Desire, operation: Operation): Promise<Acquired> {
    const { session, owner } = operation;
    const { signal, end } = withTimeout(operation);
    let held = start;
    try {
        for (let round = 0; ; round++) {
            try {
                const settled = await settleOpen();
                if (settled.problem !== undefined) {
                    return { held, problem: settled.problem };
                }
                const { again, problem } = await orderMissing(settled.look, settled.claim);
                if (again !== true) {
                    return { held, ...(problem && { problem }) };
                }
            } catch (error) {
                // Another process claimed this resource since we looked: what it does is followed, not repeated.
                if (!(error instanceof Overtaken) || round === 9) {
                    throw error;
                }
            }
        }
    } catch (error) {
        return { held, problem: error instanceof Error ? error : new Error(String(error)) };
    } finally {
        end();
    }

    function take(settlement: Settlement): Error | undefined {
        held = absorb(held, settlement.record.entry);
        return settlement.problem;
    }

    async function settleOpen(): Promise<{ look: Look; claim?: Record; problem?: Error }> {
        const look = await session.journal.look(claimants(operation, start), session.account, held.life);
        let claim: Record | undefined;
        for (const record of look.open) {
            const { entry } = record;
            const known = held.orders.find(({ intent }) => intent === entry.intent);
            if (desire.isOurs?.(entry) === false) {
                continue;
            }
            if (entry.phase === "claimed") {
                claim = await overtake(record, claim);
            } else if (entry.phase === "settled" && known !== undefined && isRecordOver(known)) {
                await session.journal.close(record, { urn: owner.urn, life: held.life });
            } else if (entry.phase === "settled" && known === undefined && claimsOf(entry).length === 0) {
                // A failed order of an earlier run, which was told: nothing of it is left.
                await session.journal.withdraw(record);
            } else {
                const problem = await takeIn(record, known?.id);
                if (problem !== undefined) {
                    return { look, problem };
                }
            }
        }
        const lost = held.orders.find((known) => !isRecordOver(known));
        if (lost !== undefined) {
            const problem = await settleFromState(look, lost);
            return problem === undefined ? settleOpen() : { look, problem };
        }
        return { look, ...(claim && { claim }) };
    }

    /** Of a claim nothing was sent: the first one of this name is gone on with, any other one is withdrawn. */
    async function overtake(record: Record, claim: Record | undefined): Promise<Record | undefined> {
        const { urn, account } = record.entry;
        if (claim === undefined && urn === owner.urn && account === session.account) {
            return record;
        }
        await session.journal.withdraw(record);
        return claim;
    }

    async function takeIn(record: Record, knownId: string | undefined): Promise<Error | undefined> {
        const kept = await hold(record, knownId);
        if (kept.entry.phase !== "settled") {
            return take(await settle(kept, operation, signal));
        }
        // It was settled by an earlier run: since then, what it brought may have been given up elsewhere.
        const lapsed = await findLapsed(kept.entry, session, signal);
        if (lapsed.length === 0) {
            return take({ record: kept });
        }
        const items = lapsed.map(({ item }) => item);
        take({ record: { ...kept, entry: { ...kept.entry, released: [...(kept.entry.released ?? []), ...items] } } });
        await session.journal.release(kept, items);
        return new NotTakenOver(
            `An earlier run brought what is no longer held: ${lapsed.map(({ why }) => why).join("; ")}. ` +
                `Nothing was ordered; the next "pulumi up" orders what is then missing.`,
        );
    }

    /**
     * From now on this life holds what the entry brings, so that the deletion of an earlier life leaves it alone. An id that
     * only the state knows, because the journal could not be written when it came, is noted.
     */
    async function hold(record: Record, knownId: string | undefined): Promise<Record> {
        const { entry } = record;
        const changes: Partial<Entry> = {
            ...(entry.life !== held.life && { life: held.life, urn: owner.urn, organization: owner.organization }),
            ...(entry.phase === "sending" && knownId && { phase: "placed", orderId: parseOrderId(knownId) }),
        };
        return Object.keys(changes).length === 0 ? record : session.journal.advance(record, changes);
    }

    /** The state names an order that this machine's journal does not know: it was placed elsewhere. */
    async function settleFromState(look: Look, known: Held["orders"][number]): Promise<Error | undefined> {
        const record = await session.journal.claim(look, {
            life: held.life,
            account: session.account,
            intent: known.intent,
            wants: held.wants[known.intent] ?? desire.missing(held),
            ...(known.id === undefined
                ? { phase: "sending" }
                : { phase: "placed", orderId: parseOrderId(known.id), status: known.status }),
        });
        return take(await settle(record, operation, signal));
    }

    /** `again` when something was taken over and there may be more to do. */
    async function orderMissing(look: Look, overtaken: Record | undefined): Promise<{ again?: true; problem?: Error }> {
        const wants = desire.missing(held);
        const adopt = desire.adoptOrderId;
        const mustAdopt = adopt !== undefined && !held.orders.some(({ id }) => id === adopt);
        if (countWanted(wants) === 0 && !mustAdopt) {
            if (overtaken !== undefined) {
                await session.journal.withdraw(overtaken);
            }
            return {};
        }
        const claim = async (): Promise<Record> =>
            overtaken ?? session.journal.claim(look, { life: held.life, account: session.account });
        if (mustAdopt) {
            const intent = { claim: await claim(), wants, life: held.life };
            return complete(take(await adoptOrder(intent, parseOrderId(adopt), operation, signal)));
        }
        const listed = [...wants.numbers, ...wants.keywords];
        const settlement = await placeOrder(
            { claim, wants, life: held.life },
            async (picture, own) => {
                // Numbers of a region are nobody's yet.
                const claims = listed.length === 0 ? none : (await readOthers(own, session)).claims;
                return judgeOwned(listed, picture, claims, { urn: owner.urn, adoptOwned: desire.adoptOwned });
            },
            operation,
            signal,
        );
        const problem = take(settlement);
        return settlement.record.entry.outcome === "owned" ? { again: true } : complete(problem);
    }

    function complete(problem: Error | undefined): { problem?: Error } {
        if (problem !== undefined) {
            return { problem };
        }
        const missing = desire.missing(held);
        if (countWanted(missing) === 0) {
            return {};
        }
        const shortfall = new Shortfall(desire.missing(start), missing, held.orders[held.orders.length - 1]?.id);
        if (!desire.allowPartial) {
            return { problem: shortfall };
        }
        operation.report.warn(`${shortfall.message.split(". ")[0] ?? ""}. Accepted, because allowPartial is true.`);
        return {};
    }
}

const none: Claims = new Map();

/** A first life may have been interrupted under a name that the resource no longer has; a later one is found by its life. */
function claimants({ owner }: Operation, start: Held): [Claimant, ...Claimant[]] {
    const { organization } = owner;
    const aliases = start.orders.length === 0 ? owner.aliases : [];
    return [{ organization, urn: owner.urn }, ...aliases.map((urn) => ({ organization, urn }))];
}
