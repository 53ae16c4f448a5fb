import type { Declaration, Property } from "../resource";

const feature = (what: string): Property => ({
    type: "string",
    description: `Whether the numbers take ${what}: \`ENABLED\` or \`DISABLED\`. Absent: it stays as it is.`,
});

const tracking: Property = {
    type: "object",
    typeName: "CallTracking",
    description: "Calls are forwarded, and may be screened and recorded.",
    properties: {
        transferNumbers: {
            type: "array",
            required: true,
            description:
                "Where calls are forwarded to: at least one number of the US or Canada, in any usual notation; kept as 11 digits.",
            items: { type: "string", description: "A number: `13105551212`, `+1 (310) 555-1212`." },
        },
        screen: {
            type: "boolean",
            description: "True: whoever answers is told of the call, and may refuse it. Default: false.",
        },
        record: { type: "boolean", description: "True: calls are recorded. Default: false." },
        introSoundId: {
            type: "string",
            description:
                "CallFire's id of the sound that the caller hears first: up to 19 digits, as text. One that was set can be changed, not taken away.",
        },
        whisperSoundId: {
            type: "string",
            description:
                "CallFire's id of the sound that whoever answers hears first: up to 19 digits, as text. One that was set can be changed, not taken away.",
        },
    },
};

const ivr: Property = {
    type: "object",
    typeName: "Ivr",
    description: "Calls are answered by a dialplan.",
    properties: {
        dialplanXml: {
            type: "string",
            required: true,
            description:
                'The dialplan, in CallFire\'s XML: `<dialplan name="Root">...</dialplan>`. One that is not well-formed is refused in preview, by line.',
        },
    },
};

export const numberConfigurationDeclaration: Declaration = {
    description:
        "What numbers do with calls and texts: one configuration for a set of them. Numbers that join are configured, those that leave get back what they had. " +
        "CallFire has no call that takes a configuration away: a number that forwarded no calls before goes on forwarding them, which is said before it is done.",
    inputs: {
        numbers: {
            type: "array",
            required: true,
            description:
                "Numbers that the account owns, in any usual notation; kept as 11 digits. They may be known only during the update, as `acquiredNumbers` of a NumberOrder. No two resources may configure one number.",
            items: { type: "string", description: "A number: `13105551212`, `+1 (310) 555-1212`." },
        },
        callFeature: feature("calls"),
        textFeature: feature("texts"),
        tracking: { ...tracking, description: `${tracking.description} Not together with \`ivr\`.` },
        ivr: { ...ivr, description: `${ivr.description} Not together with \`tracking\`.` },
    },
    outputs: {
        account: {
            type: "string",
            required: true,
            description:
                "Whose the numbers are: host and login, or the simulator's own id. The resource is never acted on under another account.",
        },
    },
};
