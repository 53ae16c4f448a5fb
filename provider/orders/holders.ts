import type { Held } from "./held";
import { heldBy } from "./journal/entry";
import type { Look } from "./journal/journal";
import { lookUpBySeal } from "./seal";
import type { Operation } from "./session";

/** Who else holds something. */
export interface OtherHolder {
    readonly urn: string;
    /** Of its entry in the journal. */
    readonly intent?: string;
    /** A resource of this stack, by the engine's state. */
    readonly isInStack: boolean;
}

/** Who holds what, beside this resource: by the journal of this machine or database, and by this stack's state. */
export type Holders = Pick<ReadonlyMap<string, OtherHolder>, "get" | "has">;

export async function findHolders(look: Look, held: Held, { owner, session }: Operation): Promise<Holders> {
    const holders = new Map<string, OtherHolder>();
    const inState = await owner.stack.holders();
    const deleted = new Set(inState.filter(({ isDeleted }) => isDeleted).map(({ uid }) => uid));
    for (const entry of look.others.filter(({ uid }) => uid !== held.uid && !deleted.has(uid))) {
        for (const name of heldBy(entry)) {
            holders.set(name, { urn: entry.urn, intent: entry.intent, isInStack: false });
        }
    }
    for (const { urn, uid, names, isDeleted } of inState) {
        if (uid !== held.uid && !isDeleted) {
            names.forEach((name) => holders.set(name, { ...holders.get(name), urn, isInStack: true }));
        }
    }
    return lookUpBySeal(holders, session.seal);
}
