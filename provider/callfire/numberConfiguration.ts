import type { Calls } from "./calls";
import { childOf, elevenDigits, isTrue, present, textOf } from "./elements";
import { givenFields, type Fields } from "./form";
import type { CallTracking, NumberConfiguration } from "./types";
import type { Element } from "./xml";

export interface NumberConfigurationCalls {
    /**
     * Says what an owned number does. What is absent stays as it is: CallFire has no call that takes a configuration away.
     * Repeated on transient errors. Not owned by the account: `RefusedError`, 404.
     */
    configureNumber(number: string, configuration: NumberConfiguration, signal?: AbortSignal): Promise<void>;
}

export function numberConfigurationCalls({ set }: Calls): NumberConfigurationCalls {
    return {
        configureNumber: (number, configuration, signal) =>
            set("PUT", `/number/${encodeURIComponent(number)}`, configurationFields(configuration), signal),
    };
}

/** Whether there is anything to send. */
export function isEmptyConfiguration(configuration: NumberConfiguration): boolean {
    return configurationFields(configuration).length === 0;
}

/** The parameters of `PUT /number/{number}`. Contract, "Numbers". */
function configurationFields({ callFeature, textFeature, tracking, ivr }: NumberConfiguration): Fields {
    return givenFields([
        ["CallFeature", callFeature],
        ["TextFeature", textFeature],
        ["InboundCallConfigurationType", tracking && "TRACKING"],
        ["TransferNumber", tracking?.transferNumbers.join(" ")],
        ["Screen", tracking?.screen],
        ["Record", tracking?.record],
        ["IntroSoundId", tracking?.introSoundId],
        ["WhisperSoundId", tracking?.whisperSoundId],
        ["InboundCallConfigurationType", ivr && "IVR"],
        ["DialplanXml", ivr?.dialplanXml],
    ]);
}

/** `NumberConfiguration` of an owned number; undefined where the document has none, which says nothing. */
export function readConfiguration(element: Element | undefined): NumberConfiguration | undefined {
    if (element === undefined) {
        return undefined;
    }
    const inbound = childOf(element, "InboundCallConfiguration");
    const tracking = inbound && childOf(inbound, "CallTrackingConfig");
    const ivr = inbound && childOf(inbound, "IvrInboundConfig");
    return {
        ...present("callFeature", textOf(element, "CallFeature")),
        ...present("textFeature", textOf(element, "TextFeature")),
        ...(tracking !== undefined && { tracking: readTracking(tracking) }),
        ...(ivr !== undefined && { ivr: { dialplanXml: textOf(ivr, "DialplanXml") ?? "" } }),
    };
}

function readTracking(element: Element): CallTracking {
    // An xs:list; read alike where a sender repeats the element instead.
    const transferNumbers = element.children
        .filter(({ name }) => name === "TransferNumber")
        .flatMap(({ text }) => text.split(/[\s,]+/))
        .filter((number) => number !== "");
    return {
        transferNumbers: transferNumbers.map(elevenDigits),
        screen: isTrue(textOf(element, "Screen")),
        record: isTrue(textOf(element, "Record")),
        ...present("introSoundId", textOf(element, "IntroSoundId")),
        ...present("whisperSoundId", textOf(element, "WhisperSoundId")),
    };
}
