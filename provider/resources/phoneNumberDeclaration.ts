import { accountOutput } from "./account";
import { regionProperty } from "./region";
import type { Declaration } from "./resource";

/** The one source of the check, the schema and the reference of `PhoneNumber`. */
export const phoneNumberDeclaration: Declaration = {
    description:
        "One phone number, for one that is protected, imported, renamed and deleted by itself; a NumberOrder is for a batch. Exactly one of `number`, `local` and `tollFree` says which. Another choice is another resource: the new number is ordered before the old one is released.",
    inputs: {
        number: {
            type: "string",
            replaces: true,
            description:
                "Exactly this number of the US or Canada, in any usual notation: `13105551212`, `(310) 555-1212`. Kept as 11 digits. Another number replaces the resource; the one that it holds already does not.",
        },
        local: {
            type: "object",
            typeName: "LocalNumber",
            replaces: true,
            description:
                "Any local number, of a region where one is named. Chosen and named before it is ordered. Another region replaces the resource.",
            properties: { region: regionProperty },
        },
        tollFree: {
            type: "boolean",
            replaces: true,
            description: "True: any toll-free number. Chosen and named before it is ordered.",
        },
        adoptOwned: {
            type: "boolean",
            default: false,
            description:
                "True: where the account owns `number` already it is adopted, also from another resource of this stack, which then leaves it. False: it is an error.",
        },
        adoptOrderId: {
            type: "string",
            description:
                "Adopt this order instead of placing one. It must have acquired exactly one number, which fits. Removing the input later is no change.",
        },
    },
    outputs: {
        number: {
            type: "string",
            required: true,
            description: "The number, as 11 digits: `13105551212`. Also the resource's id.",
        },
        nationalFormat: {
            type: "string",
            description: "The number for people, in CallFire's own form: `(310) 555-1212`.",
        },
        isTollFree: { type: "boolean", required: true, description: "Whether it is a toll-free number." },
        region: {
            ...regionProperty,
            description: "Where the number is at home, by CallFire's own names; absent for a toll-free number.",
        },
        orderId: {
            type: "string",
            description:
                "The order that bought it; absent where CallFire can't tell, as after an adoption by ownership.",
        },
        status: { type: "string", description: "Status of that order, CallFire's own word: `FINISHED`." },
        totalCost: {
            type: "number",
            description: "What its order cost, in CallFire's own currency, without renewals.",
        },
        leaseBegin: { type: "string", description: "First day of the lease: `2014-12-02Z`." },
        leaseEnd: { type: "string", description: "Last day of the lease: `2015-01-01Z`." },
        autoRenew: { type: "boolean", description: "Whether the lease is renewed; false after a release." },
        account: accountOutput,
    },
};
