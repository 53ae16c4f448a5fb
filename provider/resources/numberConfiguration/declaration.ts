import { accountOutput } from "../account";
import { isPlainId } from "../../callfire/types";
import { findXmlFault } from "../../callfire/xml";
import { eachNumberErrors, flag, list, ownedNumbersInput, text } from "../declarations";
import { like, readNumber, type Reading } from "../notation";
import type { Declaration, Property } from "../resource";

const feature = (what: string, field: string): Property =>
    text(
        `Whether the numbers take ${what}: \`ENABLED\` or \`DISABLED\`. Absent: it stays as it is. (ConfigureNumber's \`${field}\`.)`,
        { read: like(/^(ENABLED|DISABLED)$/, "ENABLED or DISABLED") },
    );

const sound = (who: string, field: string): Property =>
    text(
        `CallFire's id of the sound that ${who} hears first: up to 19 digits, as text. One that was set can be changed, not taken away. (\`${field}\`.)`,
        { read: like({ test: isPlainId }, "a sound's id, digits only and no leading zeros") },
    );

const tracking: Property = {
    type: "object",
    typeName: "CallTracking",
    description:
        "Calls are forwarded, and may be screened and recorded. Not together with `ivr`. (ConfigureNumber's `TRACKING`.)",
    properties: {
        transferNumbers: list(
            "Where calls are forwarded to: at least one number of the US or Canada, in any usual notation; kept as 11 digits. (`TransferNumber`.)",
            text("Each is written like `13105551212` or `+1 (310) 555-1212`.", {
                read: (number) => readNumber(number, "to which calls are forwarded here"),
            }),
            { required: true, isDistinct: true },
        ),
        screen: flag("True: whoever answers is told of the call, and may refuse it. Default: false. (`Screen`.)"),
        record: flag("True: calls are recorded. Default: false. (`Record`.)"),
        introSoundId: sound("the caller", "IntroSoundId"),
        whisperSoundId: sound("whoever answers", "WhisperSoundId"),
    },
};

const ivr: Property = {
    type: "object",
    typeName: "Ivr",
    description: "Calls are answered by a dialplan. Not together with `tracking`. (ConfigureNumber's `IVR`.)",
    properties: {
        dialplanXml: text(
            'The dialplan, in CallFire\'s XML: `<dialplan name="Root">...</dialplan>`. One that is not well-formed is refused in preview, by line. (`DialplanXml`.)',
            { required: true, read: readDialplan },
        ),
    },
};

function readDialplan(dialplan: string): Reading {
    const fault = findXmlFault(dialplan);
    return fault === undefined
        ? { value: dialplan }
        : { reason: `must be well-formed XML; line ${fault.line}: ${fault.what}` };
}

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
