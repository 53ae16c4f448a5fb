import { RefusedError } from "../../callfire/errors";
import { NotAdopted } from "../../orders/errors";
import type { Operation } from "../../orders/session";
import { hasUnknown } from "../check";
import { textsOf } from "../inputs";
import { readNumber } from "../notation";
import { readNumbersMark, sayInterrupted } from "../numbersBefore";
import { numberSetResource, type NumbersChange } from "../numberSet";
import type { Properties, Resource } from "../resource";
import { settledMark } from "../uidMark";
import { lookBefore, refuseConfiguration } from "./check";
import { numberConfigurationDeclaration } from "./declaration";
import { findOwnedNumbers, lookAtNumbers } from "./look";
import { describeKept, describePlan, leavingConfiguration, partsTouched, targetFor } from "./plan";
import type { ConfigurationMark } from "./plan";
import { configurationOf, differencesOf, settingsOf } from "./settings";

/** What a set of numbers does with calls and texts. */
export const numberConfiguration: Resource = numberSetResource({
    token: "callfire:index:NumberConfiguration",
    declaration: numberConfigurationDeclaration,
    joined: "configured",
    left: "restored",
    idOf: (operation) => `configuration-${settledMark({}, operation).uid}`,
    refuse: refuseConfiguration,
    claimOf: () => "configured",
    lookBefore,
    look: (numbers, _inputs, { session, signal }) => lookAtNumbers(numbers, session, signal),
    describe: (plan, change) =>
        hasUnknown(change.news)
            ? ["some inputs are not known yet: the update will tell which numbers it configures"]
            : [...sayInterrupted(change.olds), ...describePlan(plan, change)],
    join: (number, change, { session, signal }) =>
        session.client.configureNumber(number, targetFor(number, change), signal),
    leave,
    describeKept: (numbers, state, befores) => describeKept(numbers, partsTouched(state), befores),
    unsettled,
    findDrift,
    readImport,
});

/** What is no longer owned has nothing to get back. */
async function leave(number: string, { olds, befores }: NumbersChange, { session, signal }: Operation): Promise<void> {
    const configuration = leavingConfiguration(number, olds, befores);
    if (configuration === undefined) {
        return;
    }
    await session.client.configureNumber(number, configuration, signal).catch((error: unknown) => {
        if (!(error instanceof RefusedError && error.status === 404)) {
            throw error;
        }
    });
}

function unsettled(olds: Properties): Partial<ConfigurationMark> {
    return { parts: partsTouched(olds), ...(readNumbersMark(olds).interrupted && { interrupted: true }) };
}

async function findDrift(
    settled: readonly string[],
    state: Properties,
    { session, report, signal }: Operation,
): Promise<readonly string[] | undefined> {
    const numbers = textsOf(state["numbers"]);
    const { numbers: listed } = await session.memory.snapshot();
    const owned = await findOwnedNumbers(numbers, listed, session, signal);
    if (numbers.length > 0 && owned.size === 0) {
        return undefined;
    }
    return settled.filter((number) => {
        const found = owned.get(number);
        const differences =
            found === undefined ? ["no longer owned"] : differencesOf(configurationOf(state), found.configuration);
        if (differences.length > 0) {
            report.warn(`${number}: ${differences.join("; ")}. The next "pulumi up" puts it right.`);
        }
        return differences.length > 0;
    });
}

/** By the numbers, which all must do the same. */
async function readImport(
    id: string,
    { session, signal }: Operation,
): Promise<{ id: string; inputs: Properties & { numbers: string[] } }> {
    const named = id.split(",").map((text) => {
        const reading = readNumber(text);
        if ("reason" in reading) {
            throw new NotAdopted(`"${id}" can't be imported: ${reading.reason}. Import "13105551212,13105551213".`);
        }
        return reading.value;
    });
    const numbers = [...new Set(named)];
    const owned = await findOwnedNumbers(numbers, new Map(), session, signal);
    const [first, ...others] = numbers.map((number) => {
        const found = owned.get(number);
        if (found === undefined) {
            throw new NotAdopted(`"${id}" can't be imported: the account does not own ${number}.`);
        }
        return { number, settings: settingsOf(found.configuration ?? {}) };
    });
    const settings = first?.settings ?? {};
    const odd = others.find((other) => JSON.stringify(other.settings) !== JSON.stringify(settings));
    if (odd !== undefined || Object.keys(settings).length === 0) {
        const reason = odd === undefined ? "there is nothing configured" : `${odd.number} does something else`;
        throw new NotAdopted(`"${id}" can't be imported: ${reason}.`);
    }
    return { id: numbers.join(","), inputs: { numbers, ...settings } };
}
