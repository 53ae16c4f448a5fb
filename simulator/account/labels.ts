import { badRequest, notFound } from "../http/errors";
import type { Page } from "../http/payload";
import { pageOf } from "../http/requests";
import type { AccountState } from "./account";
import { ownedNumber } from "./holdings";

type Parameters = ReadonlyMap<string, string>;

export function listLabels(state: AccountState, parameters: Parameters): Page {
    const items = pageOf(state.labels, parameters).map((label) => ({ Name: label }));
    return { totalResults: state.labels.length, items };
}

/** Makes the label where it does not exist. */
export function labelNumber(state: AccountState, number: string, parameters: Parameters): void {
    const label = labelFrom(parameters);
    const holding = ownedNumber(state, number);
    if (!state.labels.includes(label)) {
        state.labels.push(label);
    }
    if (!holding.labels.includes(label)) {
        holding.labels.push(label);
    }
}

/** The label itself stays. */
export function unlabelNumber(state: AccountState, number: string, parameters: Parameters): void {
    const label = labelFrom(parameters);
    const holding = ownedNumber(state, number);
    if (!holding.labels.includes(label)) {
        throw notFound(`no label ${label} on number ${holding.value}`);
    }
    holding.labels = holding.labels.filter((other) => other !== label);
}

/** Takes it from everything that has it. */
export function deleteLabel(state: AccountState, parameters: Parameters): void {
    const label = labelFrom(parameters);
    if (!state.labels.includes(label)) {
        throw notFound(`no label ${label}`);
    }
    state.labels = state.labels.filter((other) => other !== label);
    for (const holding of state.holdings) {
        holding.labels = holding.labels.filter((other) => other !== label);
    }
}

function labelFrom(parameters: Parameters): string {
    const label = parameters.get("LabelName")?.trim() ?? "";
    if (label === "") {
        throw badRequest("LabelName is required");
    }
    return label;
}
