import { isEmptyConfiguration } from "../../callfire/numberConfiguration";
import type { CallTracking, NumberConfiguration } from "../../callfire/types";
import type { Had } from "../../orders/attempt";
import { compact } from "../check";
import type { Properties } from "../resource";

/** What is declared of numbers, normalised by check. */
export interface DeclaredConfiguration {
    readonly callFeature?: string;
    readonly textFeature?: string;
    readonly tracking?: Partial<CallTracking>;
    readonly ivr?: { readonly dialplanXml: string };
}

/** The parts of a configuration that are set and given back each by itself. */
export type Part = "callFeature" | "textFeature" | "calls";

export function partsOf({ callFeature, textFeature, tracking, ivr }: DeclaredConfiguration): Part[] {
    return [
        ...(callFeature === undefined ? [] : (["callFeature"] as const)),
        ...(textFeature === undefined ? [] : (["textFeature"] as const)),
        ...(tracking === undefined && ivr === undefined ? [] : (["calls"] as const)),
    ];
}

/** As CallFire is told: nothing that is declared is left to what the number did before. */
export function configurationOf({
    callFeature,
    textFeature,
    tracking,
    ivr,
}: DeclaredConfiguration): NumberConfiguration {
    return {
        ...(callFeature !== undefined && { callFeature }),
        ...(textFeature !== undefined && { textFeature }),
        ...(tracking && { tracking: { transferNumbers: [], screen: false, record: false, ...tracking } }),
        ...(ivr && { ivr }),
    };
}

/** As a program would declare it. What can't be set (`PENDING`, `UNSUPPORTED`) is left out. */
export function settingsOf(configuration: NumberConfiguration): Properties {
    const { callFeature, textFeature, tracking, ivr } = restorable(configuration);
    return compact({
        callFeature,
        textFeature,
        tracking: tracking && {
            transferNumbers: tracking.transferNumbers,
            screen: tracking.screen || undefined,
            record: tracking.record || undefined,
            introSoundId: tracking.introSoundId,
            whisperSoundId: tracking.whisperSoundId,
        },
        ivr,
    });
}

/** Of what a number does, what it can be told to do again. */
export function restorable({ callFeature, textFeature, tracking, ivr }: NumberConfiguration): NumberConfiguration {
    const isSettable = (feature: string | undefined): feature is string =>
        feature === "ENABLED" || feature === "DISABLED";
    return {
        ...(isSettable(callFeature) && { callFeature }),
        ...(isSettable(textFeature) && { textFeature }),
        ...(tracking && tracking.transferNumbers.length > 0 && { tracking }),
        ...(ivr && ivr.dialplanXml !== "" && { ivr }),
    };
}

/** What a number is told to get these parts back; undefined where it had none of them. */
export function giveBack(had: Had, parts: readonly Part[]): NumberConfiguration | undefined {
    const { callFeature, textFeature, tracking, ivr } = had;
    const configuration: NumberConfiguration = {
        ...(parts.includes("callFeature") && callFeature !== undefined && { callFeature }),
        ...(parts.includes("textFeature") && textFeature !== undefined && { textFeature }),
        ...(parts.includes("calls") && tracking && { tracking }),
        ...(parts.includes("calls") && ivr && { ivr }),
    };
    return isEmptyConfiguration(configuration) ? undefined : configuration;
}

/** Of these parts, those that a number did not have before, in words. */
export function keptOf(had: Had, parts: readonly Part[]): string[] {
    const names: Record<Part, string> = {
        callFeature: "its call feature",
        textFeature: "its text feature",
        calls: "its call configuration",
    };
    return parts.filter((part) => giveBack(had, [part]) === undefined).map((part) => names[part]);
}

/** What a number does otherwise than declared, in words; nothing where CallFire does not tell. */
export function differencesOf(declared: NumberConfiguration, actual: NumberConfiguration | undefined): string[] {
    if (actual === undefined) {
        return [];
    }
    const features = (["callFeature", "textFeature"] as const).flatMap((name) => {
        const [wanted, found] = [declared[name], actual[name]];
        return wanted === undefined || found === undefined || wanted === found
            ? []
            : [`${name} is ${found}, not ${wanted}`];
    });
    return [...features, ...trackingDifferences(declared, actual), ...ivrDifferences(declared, actual)];
}

function trackingDifferences({ tracking }: NumberConfiguration, actual: NumberConfiguration): string[] {
    if (tracking === undefined) {
        return [];
    }
    const found = actual.tracking;
    if (found === undefined) {
        return ["its calls are not forwarded"];
    }
    const names = ["transferNumbers", "screen", "record", "introSoundId", "whisperSoundId"] as const;
    // A sound that is not declared may be left of an earlier declaration: it can't be taken away.
    return names
        .filter((name) => tracking[name] !== undefined && String(tracking[name]) !== String(found[name]))
        .map((name) => `tracking.${name} is ${String(found[name])}, not ${String(tracking[name])}`);
}

function ivrDifferences({ ivr }: NumberConfiguration, actual: NumberConfiguration): string[] {
    return ivr === undefined || plainXml(ivr.dialplanXml) === plainXml(actual.ivr?.dialplanXml ?? "")
        ? []
        : ["its dialplan is another one"];
}

/** Without what a dialplan may lose or gain on its way: blanks between elements and at the ends, and a carriage return. */
function plainXml(text: string): string {
    return text.replace(/\r/g, "").replace(/>\s+</g, "><").trim();
}
