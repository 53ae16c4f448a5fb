import { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { unknownValue, type Declaration, type Difference, type Properties } from "../resources/resource";
import { secretsAmong, type Decoded, type Secrets } from "../engine/values";

const { Kind } = PropertyDiff;
const kinds = { add: Kind.ADD, delete: Kind.DELETE, update: Kind.UPDATE };
const replacingKinds = { add: Kind.ADD_REPLACE, delete: Kind.DELETE_REPLACE, update: Kind.UPDATE_REPLACE };

/**
 * What an update will do, path by path, in the form that the engine shows (decisions/0040).
 * @param isRefresh the engine compares what it read with what was declared, and shows it the other way round
 */
export function describeDifference(difference: Difference, declaration: Declaration, isRefresh: boolean): DiffResponse {
    const { changes, replaces, stables, deleteBeforeReplace } = difference;
    const { DIFF_SOME, DIFF_NONE } = DiffResponse.DiffChanges;
    // The engine shows old state beside new inputs. For an output that would mean: all of it removed.
    const details = Object.entries(difference.details).filter(
        ([path]) => isRefresh || rootOf(path) in declaration.inputs,
    );
    const response = new DiffResponse();
    response.setChanges(changes ? DIFF_SOME : DIFF_NONE);
    response.setReplacesList([...replaces]);
    response.setStablesList([...stables]);
    response.setDeletebeforereplace(deleteBeforeReplace);
    response.setDiffsList([...new Set([...details.map(([path]) => rootOf(path)), ...replaces])]);

    const detailed = response.getDetaileddiffMap();
    for (const [path, change] of details) {
        const root = rootOf(path);
        const detail = new PropertyDiff();
        detail.setKind((replaces.includes(root) ? replacingKinds : kinds)[change]);
        detail.setInputdiff(root in declaration.inputs);
        detailed.set(path, detail);
    }
    // Else the engine would compare the state with the declaration itself, and show every output as removed.
    response.setHasdetaileddiff(true);
    return response;
}

/**
 * The outputs after a create or an update that is yet to come: what is declared, and the rest unknown.
 * @param stables outputs that an update leaves alone, of its state
 */
export function previewOf(
    inputs: Decoded,
    { outputs }: Declaration,
    state: Properties = {},
    stables: readonly string[] = [],
): [Properties, Secrets] {
    const told = Object.keys(outputs).map((name): [string, unknown] => [
        name,
        name in state && stables.includes(name) ? state[name] : unknownValue,
    ]);
    const values = { ...Object.fromEntries(told), ...inputs.values };
    return [values, secretsAmong(values, inputs)];
}

/** `numbers[1]` is about `numbers`. */
function rootOf(path: string): string {
    return /^[^.[]*/.exec(path)?.[0] ?? path;
}
