import type { Held } from "./held";
import { heldBy, type Entry } from "./journal/entry";
import type { Look } from "./journal/journal";
import { lookUpBySeal } from "./seal";
import type { Operation, Owner, Session } from "./session";

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

/** For an operation. What waits for its deletion holds nothing any more, whatever the journal says. */
export async function findHolders(look: Look, { uid }: Held, { owner, session }: Operation): Promise<Holders> {
    return holdersAmong(look.others, uid, owner, session);
}

/**
 * @param entries of the journal
 * @param besides the uid of the resource that asks
 */
export async function holdersAmong(
    entries: readonly Entry[],
    besides: string | undefined,
    owner: Owner,
    session: Session,
): Promise<Holders> {
    const holders = new Map<string, OtherHolder>();
    const inStack = await owner.stack.holders();
    const deleted = inStack.filter(({ isDeleted }) => isDeleted).map(({ uid }) => uid);
    for (const entry of entries.filter(({ uid }) => uid !== besides && !deleted.includes(uid))) {
        heldBy(entry).forEach((name) => holders.set(name, { urn: entry.urn, intent: entry.intent, isInStack: false }));
    }
    for (const { urn, uid, names, isDeleted } of inStack) {
        if (uid !== besides && !isDeleted) {
            names.forEach((name) => holders.set(name, { ...holders.get(name), urn, isInStack: true }));
        }
    }
    return lookUpBySeal(holders, session.seal);
}

/** Names of a resource of this URN that was replaced and waits for its deletion: whoever has its URN now may take them over. */
export async function findReplaced(
    { urn, aliases, stack }: Owner,
    { seal }: Pick<Session, "seal">,
): Promise<Pick<ReadonlySet<string>, "has">> {
    const replaced = (await stack.holders()).filter((one) => one.isDeleted && [urn, ...aliases].includes(one.urn));
    return lookUpBySeal(new Map(replaced.flatMap(({ names }) => names.map((name) => [name, {}] as const))), seal);
}

/** `12065550101 is held by urn:...`, with what to type where that resource is gone. */
export function describeHolder(name: string, { urn, intent }: OtherHolder): string {
    const forget =
        intent === undefined ? "" : ` (if that resource is gone: "npx pulumi-callfire orders forget ${intent}")`;
    return `${name} is held by ${urn}${forget}`;
}
