import { countWanted, describeWants } from "../orders/items";
import { hasUnknown } from "./check";
import { wantsOf, type Declared } from "./plan";
import type { Checked, CheckOptions, Properties } from "./resource";

/**
 * What the create of a resource that is new will do, in one line: `orders 2 local numbers (city=Seattle); adopts 12065550101`.
 * @param owned names that the account has already
 */
export async function describeCreate(
    declared: Declared & { readonly adoptOrderId?: string | undefined },
    olds: Properties | undefined,
    owned: readonly string[],
    options: CheckOptions,
): Promise<Pick<Checked, "summary">> {
    if (olds !== undefined) {
        return {};
    }
    if (hasUnknown(declared)) {
        return { summary: "some inputs are not known yet: the update will tell what it orders" };
    }
    if (declared.adoptOrderId !== undefined) {
        return { summary: `adopts order ${declared.adoptOrderId}` };
    }
    const isResumed = (await options.earlier()).own.length > 0;
    const isNew = (name: string): boolean => !owned.includes(name);
    const wants = wantsOf(declared);
    const ordered = { ...wants, numbers: wants.numbers.filter(isNew), keywords: wants.keywords.filter(isNew) };
    const parts = [
        ...(isResumed ? ["looks for what an interrupted run has bought"] : []),
        ...(countWanted(ordered) > 0 ? [`orders ${isResumed ? "the rest of " : ""}${describeWants(ordered)}`] : []),
        ...(owned.length > 0 ? [`adopts ${owned.join(", ")}`] : []),
    ];
    return { summary: parts.join("; ") };
}
