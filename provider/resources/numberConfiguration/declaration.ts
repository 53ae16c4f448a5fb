import { accountOutput } from "../account";
import { eachNumberErrors, ownedNumbersInput } from "../declarations";
import type { Declaration, Property } from "../resource";

const feature = (what: string, field: string): Property => ({
    type: "string",
    description: `Whether the numbers take ${what}: \`ENABLED\` or \`DISABLED\`. Absent: it stays as it is. (ConfigureNumber's \`${field}\`.)`,
});

const tracking: Property = {
    type: "object",
    typeName: "CallTracking",
    description:
        "Calls are forwarded, and may be screened and recorded. Not together with `ivr`. (ConfigureNumber's `TRACKING`.)",
    properties: {
        transferNumbers: {
            type: "array",
            required: true,
            description:
                "Where calls are forwarded to: at least one number of the US or Canada, in any usual notation; kept as 11 digits. (`TransferNumber`.)",
            items: { type: "string", description: "Each is written like `13105551212` or `+1 (310) 555-1212`." },
        },
        screen: {
            type: "boolean",
            description: "True: whoever answers is told of the call, and may refuse it. Default: false. (`Screen`.)",
        },
        record: { type: "boolean", description: "True: calls are recorded. Default: false. (`Record`.)" },
        introSoundId: {
            type: "string",
            description:
                "CallFire's id of the sound that the caller hears first: up to 19 digits, as text. One that was set can be changed, not taken away. (`IntroSoundId`.)",
        },
        whisperSoundId: {
            type: "string",
            description:
                "CallFire's id of the sound that whoever answers hears first: up to 19 digits, as text. One that was set can be changed, not taken away. (`WhisperSoundId`.)",
        },
    },
};

const ivr: Property = {
    type: "object",
    typeName: "Ivr",
    description: "Calls are answered by a dialplan. Not together with `tracking`. (ConfigureNumber's `IVR`.)",
    properties: {
        dialplanXml: {
            type: "string",
            required: true,
            description:
                'The dialplan, in CallFire\'s XML: `<dialplan name="Root">...</dialplan>`. One that is not well-formed is refused in preview, by line. (`DialplanXml`.)',
        },
    },
};

export const numberConfigurationDeclaration: Declaration = {
    description: [
        "What a set of numbers does with calls and texts: one configuration for all of them. Nothing is bought.",
        "Numbers that join are configured, one request each and 8 at a time. Those that leave, or all of them when it is destroyed, get back what they had before. **CallFire has no call that takes a configuration away**: a number that neither forwarded nor answered calls before goes on with this configuration, and a warning says so when it joins.",
        "What somebody changes at CallFire shows in `pulumi refresh`, and the next `pulumi up` puts it right. When a number fails, those that are done are saved, and the next `pulumi up` goes on with the rest. At least one of `callFeature`, `textFeature`, `tracking` and `ivr` is given.",
    ].join("\n\n"),
    errors: eachNumberErrors,
    importId: "the numbers, separated by commas, which must all do the same (`13105551212,13105551213`)",
    inputs: {
        numbers: ownedNumbersInput(
            "One that another resource of the program configures too is refused by name; one that the account does not own is told in preview, and fails the update. (ConfigureNumber's `Number`.)",
        ),
        callFeature: feature("calls", "CallFeature"),
        textFeature: feature("texts", "TextFeature"),
        tracking,
        ivr,
    },
    outputs: {
        account: accountOutput,
    },
};
