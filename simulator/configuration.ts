import type { Holding } from "./account";
import type { Fields } from "./payload";
import { badRequest } from "./errors";

const trackingFields = ["TransferNumber", "Screen", "Record", "IntroSoundId", "WhisperSoundId"];
const allFields = ["CallFeature", "TextFeature", "InboundCallConfigurationType", ...trackingFields, "DialplanXml"];

const forms: Readonly<Record<string, RegExp>> = {
    CallFeature: /^(ENABLED|DISABLED)$/,
    TextFeature: /^(ENABLED|DISABLED)$/,
    InboundCallConfigurationType: /^(TRACKING|IVR)$/,
    Screen: /^(true|false)$/,
    Record: /^(true|false)$/,
    IntroSoundId: /^\d+$/,
    WhisperSoundId: /^\d+$/,
};

/** Fields that are not given stay as they are. */
export function configure(holding: Holding, parameters: ReadonlyMap<string, string>): void {
    const given = allFields.flatMap((field) => {
        const value = parameters.get(field);
        return value === undefined || value === "" ? [] : [[field, value] as const];
    });
    for (const [field, value] of given) {
        if (forms[field]?.test(value) === false) {
            throw badRequest(`${field} is not valid: ${value}`);
        }
    }
    const next = { ...holding.configuration, ...Object.fromEntries(given) };
    if (next.InboundCallConfigurationType === "IVR" && next.DialplanXml === undefined) {
        throw badRequest("DialplanXml is required");
    }
    holding.configuration = next;
}

export function configurationPayload(configuration: Readonly<Record<string, string>>): Fields {
    const type = configuration.InboundCallConfigurationType;
    const shown = type === "IVR" ? ["DialplanXml"] : trackingFields;
    return {
        CallFeature: configuration.CallFeature,
        TextFeature: configuration.TextFeature,
        InboundCallConfigurationType: type,
        InboundCallConfiguration:
            type === undefined
                ? undefined
                : Object.fromEntries(shown.map((field) => [field, typed(field, configuration[field])])),
    };
}

function typed(field: string, value: string | undefined): string | boolean | bigint | undefined {
    if (value === undefined) {
        return undefined;
    }
    if (field === "Screen" || field === "Record") {
        return value === "true";
    }
    return field.endsWith("SoundId") ? BigInt(value) : value;
}
