import { openBy, openExported } from "../engine/sealing";
import type { Owner, Session } from "../orders/session";
import type { Properties } from "../resources/resource";
import type { Earlier, Stack } from "../stack/view";
import { withoutHidden } from "./context";

/** A resource of a stack, whose state can be asked. */
export type StackOwner = Owner & { readonly stack: Stack };

/** What earlier runs have left without an end, where the state alone is known. */
export function earlierOf({ urn, aliases, stack }: StackOwner): Promise<Earlier> {
    return stack.earlier([urn, ...aliases]);
}

/**
 * The same for a declaration, with the names that it has again. What others have left is theirs to read.
 * @param fromProgram what the program has read
 */
export async function earlierFor(
    owner: StackOwner | undefined,
    fromProgram: Earlier | undefined,
    declaration: Properties,
    { seal }: Session,
): Promise<Earlier> {
    if (owner === undefined) {
        return { own: [], others: {} };
    }
    const { own, others } = await owner.stack.earlier([owner.urn, ...owner.aliases], fromProgram);
    return { own: openBy(own, declaration, seal), others };
}

/** Outputs of a resource, by the engine's state. */
export async function outputsOf(
    owner: StackOwner | undefined,
    declaration: Properties,
    { seal }: Session,
): Promise<Properties | undefined> {
    const reading = await owner?.stack.read();
    const outputs = [owner?.urn ?? "", ...(owner?.aliases ?? [])]
        .map((urn) => reading?.outputs.get(urn))
        .find((found) => found !== undefined);
    return outputs === undefined ? undefined : openExported(withoutHidden(outputs), declaration, seal);
}
