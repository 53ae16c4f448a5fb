import { badRequest } from "../http/errors";
import type { Fields } from "../http/payload";
import { booleanForm, isTrue, wordsFrom, withoutPlus } from "../http/requests";
import { nextId, type AccountState, type Holding } from "./account";

type Parameters = ReadonlyMap<string, string>;

const features = ["CallFeature", "TextFeature"];
const trackingFields = ["TransferNumber", "Screen", "Record", "IntroSoundId", "WhisperSoundId"];
const inboundFields = [...trackingFields, "DialplanXml"];

const forms: Readonly<Record<string, RegExp>> = {
    CallFeature: /^(ENABLED|DISABLED)$/,
    TextFeature: /^(ENABLED|DISABLED)$/,
    InboundCallConfigurationType: /^(TRACKING|IVR)$/,
    Screen: booleanForm,
    Record: booleanForm,
    IntroSoundId: /^\d+$/,
    WhisperSoundId: /^\d+$/,
};

/** Fields that are not given stay as they are, but another type of configuration begins empty. */
export function configure(state: AccountState, holding: Holding, parameters: Parameters): void {
    const before = holding.configuration;
    const type = given(parameters, "InboundCallConfigurationType") ?? before.InboundCallConfigurationType;
    const isNewType = type !== before.InboundCallConfigurationType;
    const kept = isNewType ? without(inboundFields, before) : before;
    const next: Record<string, string> = { ...kept };
    for (const field of [...features, "InboundCallConfigurationType", ...inboundFields]) {
        const value = given(parameters, field);
        if (value !== undefined) {
            next[field] = value;
        }
    }
    // [open] One of CallFire's own tests expects this, another one success.
    if (type === "IVR" && next.DialplanXml === undefined) {
        throw badRequest("DialplanXml is required");
    }
    holding.configuration = isNewType ? { ...next, id: nextId(state) } : next;
}

export function configurationPayload(configuration: Readonly<Record<string, string>>): Fields {
    const type = configuration.InboundCallConfigurationType;
    return {
        CallFeature: configuration.CallFeature,
        TextFeature: configuration.TextFeature,
        InboundCallConfigurationType: type,
        InboundCallConfiguration: type === undefined ? undefined : inboundPayload(type, configuration),
    };
}

function inboundPayload(type: string, configuration: Readonly<Record<string, string>>): Fields {
    const id = BigInt(configuration.id ?? 0);
    if (type === "IVR") {
        return { IvrInboundConfig: { "@id": id, DialplanXml: configuration.DialplanXml } };
    }
    const fields = Object.fromEntries(trackingFields.map((field) => [field, typed(field, configuration[field])]));
    return { CallTrackingConfig: { "@id": id, ...fields } };
}

function given(parameters: Parameters, field: string): string | undefined {
    const value = parameters.get(field) ?? "";
    if (value.trim() === "") {
        return undefined;
    }
    if (forms[field]?.test(value) === false) {
        throw badRequest(`${field} is not valid: ${value}`);
    }
    if (field === "TransferNumber") {
        return wordsFrom(parameters, field).map(withoutPlus).join(" ");
    }
    return forms[field] === booleanForm ? String(isTrue(value)) : value;
}

function without(fields: readonly string[], configuration: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(configuration).filter(([field]) => !fields.includes(field)));
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
