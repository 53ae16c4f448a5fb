import { isPlainId } from "../../callfire/types";
import { findXmlFault } from "../../callfire/xml";
import { messageOf } from "../../orders/thrown";
import { assertAccountOfEarlier } from "../account";
import { nextAttempt } from "../attempts";
import { compareNumbers, groupBefores, handedOver } from "../numbersBefore";
import type { Befores } from "../numbersBefore";
import { checkTypes, compact, describeValue, hasUnknown } from "../check";
import { readNumbers, textsOf } from "../inputs";
import { unknownValue } from "../resource";
import type { CallOptions, Checked, CheckFailure, CheckOptions, Properties } from "../resource";
import { draftWithoutOrder } from "../uidMark";
import { numberConfigurationDeclaration } from "./declaration";
import { lookAtNumbers } from "./look";
import { describeKept } from "./plan";
import { partsOf } from "./settings";
import type { DeclaredConfiguration } from "./settings";

/** Refuses what can't be meant, by property; notes what the numbers that join do now, so that they can get it back. */
export async function check(news: Properties, olds: Properties | undefined, options: CheckOptions): Promise<Checked> {
    const given = compact(news);
    const failures = checkTypes(given, numberConfigurationDeclaration.inputs);
    if (failures.length > 0) {
        return { inputs: given, failures };
    }
    const inputs: Properties = {
        ...given,
        numbers: readNumbers(given["numbers"], "numbers", failures),
        ...readTracking(given["tracking"], failures),
    };
    failures.push(...checkFeatures(given), ...checkCalls(given));
    failures.push(...checkOthers(textsOf(inputs["numbers"]), options));
    if (failures.length > 0) {
        return { inputs, failures };
    }
    await assertAccountOfEarlier(options);
    if (hasUnknown(inputs)) {
        return { inputs, failures, attempt: unknownValue };
    }
    const { joining, isChanged } = await compareNumbers(numberConfigurationDeclaration, olds, inputs, options);
    const befores = await lookBefore(joining, inputs, options);
    const attempt = await nextAttempt(draftWithoutOrder(isChanged), options);
    if (attempt === undefined || attempt === unknownValue || attempt === options.previous) {
        return { inputs, failures, ...(attempt !== undefined && { attempt }) };
    }
    return { inputs, failures, attempt: { ...attempt, before: groupBefores(befores) } };
}

/** What the numbers that join did before the stack configured them. Where CallFire can't be reached it is asked once more when they are configured. */
async function lookBefore(
    numbers: readonly string[],
    settings: DeclaredConfiguration & Properties,
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
        const reason = messageOf(error);
        options.warn(`What ${others.join(", ")} do now could not be looked up: ${reason}`);
        return taken;
    }
}

function readTracking(value: unknown, failures: CheckFailure[]): { tracking?: unknown } {
    if (typeof value !== "object" || value === null) {
        return value === undefined ? {} : { tracking: value };
    }
    const tracking = value as Properties;
    const path = "tracking.transferNumbers";
    if (Array.isArray(tracking["transferNumbers"]) && tracking["transferNumbers"].length === 0) {
        failures.push({ property: path, reason: `${path} must name at least one number` });
    }
    for (const name of ["introSoundId", "whisperSoundId"]) {
        const id = tracking[name];
        if (typeof id === "string" && !isPlainId(id)) {
            const property = `tracking.${name}`;
            const reason = `must be a sound's id, digits only and no leading zeros, not ${describeValue(id)}`;
            failures.push({ property, reason });
        }
    }
    const why = "to which calls are forwarded here";
    return {
        tracking: { ...tracking, transferNumbers: readNumbers(tracking["transferNumbers"], path, failures, why) },
    };
}

function checkFeatures(inputs: Properties): CheckFailure[] {
    return ["callFeature", "textFeature"].flatMap((property) => {
        const value = inputs[property];
        return typeof value !== "string" || value === "ENABLED" || value === "DISABLED"
            ? []
            : [{ property, reason: `must be ENABLED or DISABLED, not ${describeValue(value)}` }];
    });
}

function checkCalls(inputs: Properties): CheckFailure[] {
    const { tracking, ivr } = inputs;
    if (tracking !== undefined && ivr !== undefined) {
        return [
            { property: "ivr", reason: "a number either forwards calls (tracking) or answers them (ivr), not both" },
        ];
    }
    if (partsOf(inputs).length === 0) {
        const reason = "nothing is configured: set callFeature, textFeature, tracking or ivr";
        return [{ property: "callFeature", reason }];
    }
    const dialplan = (ivr as Properties | undefined)?.["dialplanXml"];
    const fault = typeof dialplan === "string" ? findXmlFault(dialplan) : undefined;
    return fault === undefined
        ? []
        : [
              {
                  property: "ivr.dialplanXml",
                  reason: `must be well-formed XML; line ${String(fault.line)}: ${fault.what}`,
              },
          ];
}

/** Two resources that configure one number would undo each other for ever. */
function checkOthers(numbers: readonly string[], { session, owner }: CallOptions): CheckFailure[] {
    return numbers.flatMap((number, index) => {
        const other = owner && session?.memory.noteListing(listingOf(number), owner.urn);
        return other === undefined
            ? []
            : [{ property: `numbers[${String(index)}]`, reason: `${number} is configured by ${other} too` }];
    });
}

/** Under which name the program's resources tell each other who configures a number. */
export function listingOf(number: string): string {
    return `configuration of ${number}`;
}
