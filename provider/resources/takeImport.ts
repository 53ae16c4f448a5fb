import { NotAdopted } from "../orders/errors";
import type { Held } from "../orders/held";
import { isNumber, noPicks, noWants, sortItems } from "../orders/items";
import type { Operation, Owner } from "../orders/session";
import type { Found } from "./resource";
import { readMark } from "./state";

/**
 * An import holds something from now on: its entry in the journal tells it to all other resources and stacks.
 * @throws NotAdopted where another resource of this stack holds it already
 */
export async function takeImport({ state }: Found, { session, owner }: Operation): Promise<void> {
    const { uid, orders = [], names } = readMark(state);
    const listed = (state["orders"] as Held["orders"] | undefined) ?? orders;
    const all = ["acquiredNumbers", "acquiredKeywords"].flatMap((name) => (state[name] as string[] | undefined) ?? []);
    const one = [state["number"], state["keyword"]].filter((name) => typeof name === "string");
    const held = [...all, ...(names ?? one)];
    const [first] = listed;
    if (first === undefined) {
        return;
    }
    await assertFree(held, owner);
    const stack = await owner.stack.identity();
    const owned = { stack, uid, attempts: [], urns: [owner.urn], otherUids: [] };
    const { nextEntry } = await session.journal.look(owned, session.account);
    await session.journal.reserve(nextEntry, {
        stack,
        urn: owner.urn,
        uid,
        attempt: "",
        account: session.account,
        intent: first.intent,
        phase: "settled",
        outcome: "owned",
        wants: { ...noWants, numbers: held.filter(isNumber), keywords: held.filter((name) => !isNumber(name)) },
        picks: noPicks,
        acquired: sortItems(held),
    });
}

/** Two resources that hold one number would each wait for the other to release it. */
async function assertFree(names: readonly string[], { urn, stack }: Owner): Promise<void> {
    const others = (await stack.holders()).filter((holder) => !holder.isDeleted && holder.urn !== urn);
    const problems = others.flatMap((holder) => {
        const shared = names.filter((name) => holder.names.includes(name));
        return shared.length === 0 ? [] : [`${shared.join(", ")} (by ${holder.urn})`];
    });
    if (problems.length > 0) {
        throw new NotAdopted(
            `This stack holds already what is imported: ${problems.join("; ")}. Nothing was changed. To move it to another ` +
                `resource, declare it there with adoptOwned: true instead, and no longer where it is; the preview then says "leaves".`,
        );
    }
}
