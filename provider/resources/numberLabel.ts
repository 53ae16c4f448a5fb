import type { Had } from "../orders/attempt";
import { NotAdopted } from "../orders/errors";
import type { Operation } from "../orders/session";
import { hasUnknown } from "./check";
import { handedOver, sayInterrupted, type Befores } from "./numbersBefore";
import { numberLabelDeclaration } from "./numberLabelDeclaration";
import { numberSetResource, type NumbersChange, type NumbersPlan } from "./numberSet";
import type { CheckOptions, Properties, Resource } from "./resource";
import { settledMark } from "./uidMark";

/** A label on numbers. Its Pulumi id is not the label, which may be a secret: no id can be one. */
export const numberLabel: Resource = numberSetResource({
    token: "callfire:index:NumberLabel",
    declaration: numberLabelDeclaration,
    joined: "labelled",
    left: "unlabelled",
    idOf: (operation) => `label-${settledMark({}, operation).uid}`,
    refuse: () => [],
    claimOf: ({ label }) => (typeof label === "string" ? `labelled ${label}` : undefined),
    lookBefore,
    look: carriers,
    describe,
    join: (number, { news }, { session, signal }) => session.client.labelNumber(number, labelOf(news), signal),
    async leave(number, { olds, befores }, { session, signal }) {
        if (befores.get(number)?.labelled !== true) {
            await session.client.unlabelNumber(number, labelOf(olds), signal);
        }
    },
    findDrift,
    readImport,
});

function labelOf({ label }: Properties): string {
    return String(label);
}

/** Which of them carry the label already. A preview keeps nothing of it. */
async function lookBefore(numbers: readonly string[], inputs: Properties, options: CheckOptions): Promise<Befores> {
    const { session, signal, isPreview } = options;
    if (session === undefined || options.owner === undefined || isPreview) {
        return new Map();
    }
    const taken = await handedOver(numbers, inputs, options);
    const others = numbers.filter((number) => !taken.has(number));
    const found = await carriers(others, inputs, { session, signal }).catch(() => new Map<string, Had>());
    return new Map([...taken, ...found]);
}

async function carriers(
    numbers: readonly string[],
    inputs: Properties,
    { session, signal }: Pick<Operation, "session" | "signal">,
): Promise<Befores> {
    const carrying = numbers.length === 0 ? [] : await session.client.listLabelled(labelOf(inputs), signal);
    return new Map(numbers.map((number) => [number, carrying.includes(number) ? { labelled: true } : {}]));
}

function describe({ joining, leaving }: NumbersPlan, { olds, news, befores }: NumbersChange): string[] {
    if (hasUnknown(news)) {
        return [];
    }
    const losing = leaving.filter((number) => befores.get(number)?.labelled !== true);
    return [
        ...sayInterrupted(olds),
        ...(joining.length === 0 ? [] : [`labels ${joining.join(", ")}`]),
        ...(losing.length === 0 ? [] : [`takes ${labelOf(olds)} off ${losing.join(", ")}`]),
    ];
}

async function findDrift(
    numbers: readonly string[],
    state: Properties,
    { session, report, signal }: Operation,
): Promise<readonly string[]> {
    const carrying = await session.client.listLabelled(labelOf(state), signal);
    const lost = numbers.filter((number) => !carrying.includes(number));
    if (lost.length > 0) {
        report.warn(`${lost.join(", ")}: no longer labelled ${labelOf(state)}. The next "pulumi up" puts it right.`);
    }
    return lost;
}

async function readImport(
    id: string,
    { session, signal }: Operation,
): Promise<{ id: string; inputs: { label: string; numbers: string[] } }> {
    // Without a label CallFire lists all numbers.
    const numbers = id.trim() === "" ? [] : await session.client.listLabelled(id, signal);
    if (numbers.length === 0) {
        throw new NotAdopted(`"${id}" can't be imported: no number of the account carries such a label.`);
    }
    return { id, inputs: { label: id, numbers: [...numbers] } };
}
