import { accountOutput } from "./account";
import { eachNumberErrors, ownedNumbersInput, text } from "./declarations";
import type { Declaration } from "./resource";

/** The one source of the check, the schema and the reference of `NumberLabel`. */
export const numberLabelDeclaration: Declaration = {
    description: [
        "A label on a set of numbers, by which CallFire's site and `getNumbers` find them. Nothing is bought.",
        "Numbers that leave lose the label, unless they carried it before they joined. Another label replaces the resource. The label itself stays in the account, even on no number: to delete it would take it from everything that others have labelled.",
    ].join("\n\n"),
    errors: eachNumberErrors,
    importId: "the label",
    inputs: {
        label: text(
            "The label, as CallFire shows it; not empty. Made where there is none. Another one replaces the resource. (CreateNumberLabel's `LabelName`.)",
            {
                required: true,
                replaces: true,
                read: (label) => (label.trim() === "" ? { reason: "must not be empty" } : { value: label.trim() }),
            },
        ),
        numbers: ownedNumbersInput(
            "One that the account does not own fails the update. (CreateNumberLabel's `Number`.)",
        ),
    },
    outputs: {
        account: accountOutput,
    },
};
