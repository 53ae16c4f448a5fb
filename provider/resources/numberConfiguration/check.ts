import { isRecord } from "../../callfire/types";
import { messageOf } from "../../orders/thrown";
import { handedOver, type Befores } from "../numbersBefore";
import type { CheckFailure, CheckOptions, Properties } from "../resource";
import { lookAtNumbers } from "./look";
import { describeKept } from "./plan";
import { partsOf } from "./settings";

/** What the numbers that join did before the stack configured them. Where CallFire can't be reached it is asked once more when they are configured. */
export async function lookBefore(
    numbers: readonly string[],
    settings: Properties,
    options: CheckOptions,
): Promise<Befores> {
    const { session, signal } = options;
    if (numbers.length === 0 || session === undefined) {
        return new Map();
    }
    const taken = await handedOver(numbers, settings, options);
    const others = numbers.filter((number) => !taken.has(number));
    try {
        const found = new Map([...taken, ...(await lookAtNumbers(others, session, signal))]);
        const gone = others.filter((number) => !found.has(number) && session.memory.listerOf(number) === undefined);
        if (gone.length > 0) {
            options.warn(`${gone.join(", ")}: not in the account. What it does not own can't be configured.`);
        }
        describeKept([...found.keys()], partsOf(settings), found).forEach((line) =>
            options.warn(`When they leave this resource, or it is deleted: ${line}.`),
        );
        return found;
    } catch (error) {
        options.warn(`What ${others.join(", ")} do now could not be looked up: ${messageOf(error)}`);
        return taken;
    }
}

export function refuseConfiguration(inputs: Properties): CheckFailure[] {
    const { tracking, ivr } = inputs;
    const targets = isRecord(tracking) ? tracking["transferNumbers"] : undefined;
    if (Array.isArray(targets) && targets.length === 0) {
        const property = "tracking.transferNumbers";
        return [{ property, reason: `${property} must name at least one number` }];
    }
    if (tracking !== undefined && ivr !== undefined) {
        const reason = "a number either forwards calls (tracking) or answers them (ivr), not both";
        return [{ property: "ivr", reason }];
    }
    if (partsOf(inputs).length === 0) {
        const reason = "nothing is configured: set callFeature, textFeature, tracking or ivr";
        return [{ property: "callFeature", reason }];
    }
    return [];
}
