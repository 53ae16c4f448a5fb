import { explain } from "../orders/explain";
import type { Operation } from "../orders/session";
import { PartialFailure, type Created, type Properties, type Resource } from "./resource";
import { heldProperty } from "../stack/heldMark";
import { readMark } from "./state";

type Carried = Operation["others"];

/**
 * The same resource, which keeps what its operations carry. Attempts of interrupted updates are forgotten with the first write of a
 * run, so `check` puts them into the inputs of whatever is written. Of an update that fails the engine keeps the old inputs, and a
 * refresh, which may be of this resource alone, checks nothing: they go into the outputs. A later success drops them there: the inputs
 * carry them then (decisions/0010).
 */
export function keepingCarried(resource: Resource): Resource {
    return {
        ...resource,
        async read(id, state, inputs, operation) {
            const found = await resource.read(id, state, inputs, operation);
            const others = { ...readMark(state ?? {}).others, ...operation.others };
            return found && { ...found, state: withCarried(found.state, others) };
        },
        async create(inputs, operation) {
            try {
                return await resource.create(inputs, operation);
            } catch (error) {
                throw savedFor(operation.others, error, resource.empty(inputs, operation));
            }
        },
        async update(id, olds, news, operation) {
            try {
                return await resource.update(id, olds, news, operation);
            } catch (error) {
                throw withCarriedOf(operation, id, olds, error);
            }
        },
    };
}

/** Of a create that leaves nothing the engine keeps nothing: its inputs would be gone with what they carry. */
function savedFor(others: Carried, error: unknown, empty: Created | undefined): unknown {
    return error instanceof PartialFailure || empty === undefined || Object.keys(others).length === 0
        ? error
        : new PartialFailure(empty.id, empty.state, [explain(error)]);
}

function withCarriedOf({ owner, earlier, others }: Operation, id: string, olds: Properties, error: unknown): unknown {
    if (error instanceof PartialFailure) {
        return new PartialFailure(error.id, withCarried(error.state, others), error.reasons);
    }
    const carried = { ...others, ...(earlier.length > 0 && { [owner.urn]: earlier }) };
    return Object.keys(carried).length === 0
        ? error
        : new PartialFailure(id, withCarried(olds, carried), [explain(error)]);
}

function withCarried(state: Properties, carried: Carried): Properties {
    return Object.keys(carried).length === 0
        ? state
        : { ...state, [heldProperty]: { ...readMark(state), others: carried } };
}
