import { isId } from "../callfire/types";
import { like, readNumber } from "./notation";
import type { Property } from "./resource";

// What several resources declare alike. Errors have the names under which docs/on-call.md says what is safe and what to do.

/** Of resources that are bought. */
export const orderErrors =
    "What can't be meant, or is not for sale, is refused in preview by the property's name. `OrderRefused`, `OrderUnsent` and `NotAdopted` mean that nothing was bought. " +
    "`OrderUnfinished`, `OrderFailed`, `PaymentFailed`, `OrderInDoubt` and `NamesUnresolved` name the order, and what it may have bought is not bought again. " +
    "`ReleaseFailed` keeps what could not be released, and `OtherAccount` means that the credentials are not those that bought it.";

/** Of resources that CallFire makes under an id of its own. */
export const madeErrors =
    "What can't be meant is refused in preview by the property's name; what CallFire refuses fails the update in its own words. " +
    "`CreationInDoubt` means that its answer is lost: nothing is made twice, and the next `pulumi up` settles it. `OtherAccount` means that the credentials are not those that made it.";

/** Of resources that change many numbers. */
export const eachNumberErrors =
    "What can't be meant is refused in preview by the property's name. A number that fails is named, with how many are done and saved. " +
    "`NotAdopted` refuses an import that can't be meant, and `OtherAccount` means that the credentials are not those of the account.";

type More = Omit<Property, "type" | "description">;

export const text = (description: string, more: More = {}): Property => ({ type: "string", description, ...more });

export const flag = (description: string, more: More = {}): Property => ({ type: "boolean", description, ...more });

export const list = (description: string, items: Property, more: More = {}): Property => ({
    type: "array",
    description,
    items,
    ...more,
});

export const ownedNumbersInput = (rule: string): Property =>
    list(
        `Numbers that the account owns. They may be known only during the update, as \`acquiredNumbers\` of a \`NumberOrder\`. ${rule}`,
        text("A number in any usual notation: `13105551212`, `+1 (310) 555-1212`. Kept as 11 digits.", {
            read: readNumber,
        }),
        { required: true, isDistinct: true },
    );

export const adoptOrder = (condition: string): Property =>
    text(
        `Adopts this order instead of placing one: CallFire's id, up to 19 digits, as text. ${condition} Removing the input later changes nothing.`,
        { read: like({ test: isId }, "an order's id, digits only") },
    );

/** Outputs of what was bought alone: of its order. */
export const orderOutputs: Readonly<Record<"orderId" | "status", Property>> = {
    orderId: text(
        "CallFire's id of the order that bought it: up to 19 digits, as text. Absent where nothing was ordered, as after an adoption by ownership.",
    ),
    status: text(
        "CallFire's own word for that order: `FINISHED`, `PROCESSING` and so on. (GetNumberOrder's `Status`.)",
    ),
};

/** Outputs of what was bought alone: of its lease. */
export const leaseOutputs: Readonly<Record<"leaseBegin" | "leaseEnd" | "autoRenew", Property>> = {
    leaseBegin: text("First day of the lease: `2014-12-02Z`."),
    leaseEnd: text("Last day of the lease: `2015-01-01Z`. It is renewed then while `autoRenew` is true."),
    autoRenew: flag(
        "Whether the lease is renewed at its end. False after a release; it can't be turned on again through this API.",
    ),
};
