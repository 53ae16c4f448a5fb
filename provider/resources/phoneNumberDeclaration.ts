import { accountOutput } from "./account";
import { adoptOrder, flag, leaseOutputs, orderErrors, orderOutputs, text } from "./declarations";
import { readNumber } from "./notation";
import { regionProperty } from "./region";
import type { Declaration } from "./resource";

/** The one source of the check, the schema and the reference of `PhoneNumber`. */
export const phoneNumberDeclaration: Declaration = {
    description: [
        "One phone number, as a resource that is protected, imported, renamed and deleted by itself. For a batch there is `NumberOrder`: one order of many is faster than many orders. **Creating one buys, on the account's credit card**; with `callfire:endpoint` set to `simulator` nothing is bought.",
        "Exactly one of `number`, `local` and `tollFree` says which number it is. Another choice replaces it: the new number is ordered before the old one is released. The number that it has already may be written down as `number` later; that changes nothing. Destroying it turns its renewal off: it works until `leaseEnd`, and can't be renewed through this API.",
        "Its id is the number, so that every preview of a deletion names it. A number that `local` or `tollFree` asks for is therefore chosen and named before it is ordered, whatever `callfire:bulkOrders` says.",
        "A number moves here from a `NumberOrder` of the same stack by `number` and `adoptOwned`: the `NumberOrder` leaves it, and nothing is bought or released. Let the `NumberOrder` depend on this resource (`dependsOn`), so that its preview says so.",
        "An order normally takes up to 20 seconds. The wait ends after 10 minutes, or after `customTimeouts`: the order is then in the state with its id, and the next `pulumi up` goes on waiting for it.",
    ].join("\n\n"),
    errors: orderErrors,
    importId: "the number, in any usual notation (`13105551212`)",
    inputs: {
        number: text(
            "Exactly this number of the United States or Canada, in any usual notation: `13105551212`, `+1 (310) 555-1212`; kept as 11 digits. One that is not for sale is refused in preview; one that the account owns already needs `adoptOwned`. (CreateNumberOrder's `Numbers`.)",
            { replaces: true, read: readNumber },
        ),
        local: {
            type: "object",
            typeName: "LocalNumber",
            replaces: true,
            description:
                "Any local number, of a region where one is named. It is chosen from CallFire's search and ordered by its name. Another region replaces the resource.",
            properties: { region: regionProperty },
        },
        tollFree: flag("True: any toll-free number. It is chosen from CallFire's search and ordered by its name.", {
            replaces: true,
        }),
        adoptOwned: flag(
            "True: where the account owns `number` already it is adopted, also from another resource of this stack, which then leaves it. False: it is an error. One that no longer renews can't be adopted. Default: false.",
            { default: false },
        ),
        adoptOrderId: adoptOrder("It must have acquired exactly one number, which fits what is declared."),
    },
    outputs: {
        number: text("The number, in 11 digits: `13105551212`. Also the resource's id.", { required: true }),
        nationalFormat: text(
            "The number for people, in CallFire's own form: `(310) 555-1212`. (GetNumber's `NationalFormat`.)",
        ),
        isTollFree: flag("Whether it is a toll-free number.", { required: true }),
        region: {
            ...regionProperty,
            description:
                "Where the number is at home, by CallFire's own names, in upper case. Absent for a toll-free number. (GetNumber's `Region`.)",
        },
        ...orderOutputs,
        totalCost: {
            type: "number",
            description:
                "What its order cost, in the account's currency, without renewals. (GetNumberOrder's `TotalCost`.)",
        },
        ...leaseOutputs,
        account: accountOutput,
    },
};
