import type { AccountState } from "./account";
import { badRequest } from "./errors";
import { ownedNumber } from "./holdings";

export function labelNumber(state: AccountState, number: string, parameters: ReadonlyMap<string, string>): void {
    const label = parameters.get("LabelName")?.trim() ?? "";
    if (label === "") {
        throw badRequest("LabelName is required");
    }
    const holding = ownedNumber(state, number);
    if (!holding.labels.includes(label)) {
        holding.labels.push(label);
    }
}
