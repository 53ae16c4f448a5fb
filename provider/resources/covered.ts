import { namesOf } from "../orders/attempt";
import { namesHeld, type Held } from "../orders/held";
import type { Wants } from "../orders/items";
import { heldBy, type Entry } from "../orders/journal/entry";
import { isOpen, isSameStack } from "../orders/journal/journal";
import type { Owner, Session } from "../orders/session";
import { entriesAtStart } from "./entries";
import type { CheckOptions, Properties } from "./resource";
import { readMark } from "./state";

// Listed names that a check does not question: decisions/0021.

/** Names that earlier runs may have bought for this resource: by the engine's state, and by what is open in the journal. */
export async function namesOfEarlier(session: Session, owner: Owner, options: CheckOptions): Promise<string[]> {
    const { own } = await options.earlier();
    const { uid: ownUid, unresolved = [] } = readMark((await options.outputs()) ?? {});
    const urns = [owner.urn, ...owner.aliases];
    const stack = await owner.stack.identity();
    const inState = (await owner.stack.holders()).map(({ uid }) => uid);
    const open = (await entriesAtStart(session))
        .filter((entry) => isOpen(entry) && urns.includes(entry.urn) && isSameStack(entry.stack, stack))
        .filter(({ uid }) => uid === ownUid || !inState.includes(uid));
    // What the account owned already when an attempt was made no attempt has bought.
    return [...own, ...unresolved].flatMap(namesOf).concat(open.flatMap(namesStillOpen));
}

/** Of what an order is known to have brought nothing more comes. */
function namesStillOpen(entry: Entry): string[] {
    return entry.phase === "settled" ? heldBy(entry) : namesListed(entry.wants);
}

function namesListed({ numbers, keywords }: Pick<Wants, "numbers" | "keywords">): string[] {
    return [...numbers, ...keywords];
}

/**
 * Of the names that a resource has listed before, those that need no question: it holds them, or its order is under way. What it
 * misses may be the account's by now, and is then adopted where the program says so.
 */
export async function coveredByState(
    before: readonly string[],
    adoptOwned: boolean,
    readHeld: (outputs: Properties) => Held,
    options: CheckOptions,
): Promise<readonly string[]> {
    const outputs = adoptOwned && before.length > 0 ? await options.outputs() : undefined;
    if (outputs === undefined) {
        return before;
    }
    const held = readHeld(outputs);
    const known = [...namesHeld(held), ...Object.values(held.wants).flatMap(namesListed)];
    return before.filter((name) => known.includes(name));
}
