import type { NumberConfiguration } from "../../callfire/types";
import { readNumbersMark, type Befores, type NumbersMark } from "../numbersBefore";
import type { NumbersChange, NumbersPlan } from "../numberSet";
import type { Properties } from "../resource";
import { readUidMark } from "../uidMark";
import { configurationOf, giveBack, keptOf, partsOf, type Part } from "./settings";

/** What the resource keeps in its hidden property. */
export interface ConfigurationMark extends NumbersMark {
    /** Parts that some number may still have from a declaration before the present one. */
    readonly parts?: readonly Part[];
}

/** What the resource has set of its numbers, by its state. */
export function partsTouched(state: Properties): Part[] {
    const { parts = [] } = readUidMark(state) as ConfigurationMark;
    return [...new Set([...partsOf(state), ...parts])];
}

/** What it may have set of them: nobody knows which parts an interrupted run has set. */
function partsToGiveBack(state: Properties): Part[] {
    return readNumbersMark(state).interrupted ? ["callFeature", "textFeature", "calls"] : partsTouched(state);
}

/** Parts that are no longer declared: numbers that stay get them back too. */
function partsDropped({ olds, news }: NumbersChange): Part[] {
    return partsToGiveBack(olds).filter((part) => !partsOf(news).includes(part));
}

/** What a number gets back. */
export function leavingConfiguration(
    number: string,
    state: Properties,
    befores: Befores,
): NumberConfiguration | undefined {
    return giveBack(befores.get(number) ?? {}, partsToGiveBack(state));
}

/** What a number is told: what is declared, and what it had of the parts that are declared no more. */
export function targetFor(number: string, change: NumbersChange): NumberConfiguration {
    return { ...giveBack(change.befores.get(number) ?? {}, partsDropped(change)), ...configurationOf(change.news) };
}

/** `configures 2: 12065550101, 12065550102; gives back what they had: 12065550103` */
export function describePlan({ joining, leaving }: NumbersPlan, change: NumbersChange): string[] {
    const { olds, befores } = change;
    const touched = partsTouched(olds);
    const back = leaving.filter((number) => leavingConfiguration(number, olds, befores) !== undefined);
    return [
        ...(joining.length === 0 ? [] : [`configures ${joining.length}: ${joining.join(", ")}`]),
        ...(back.length === 0 ? [] : [`gives back what they had: ${back.join(", ")}`]),
        ...describeKept(leaving, touched, befores),
        ...describeKept(
            joining,
            partsDropped(change).filter((part) => touched.includes(part)),
            befores,
        ),
    ];
}

/** What can't be undone, by name: said before it is done. */
export function describeKept(numbers: readonly string[], parts: readonly Part[], befores: Befores): string[] {
    const kept = new Map<string, string[]>();
    for (const number of numbers) {
        const what = keptOf(befores.get(number) ?? {}, parts).join(" and ");
        if (what !== "") {
            kept.set(what, [...(kept.get(what) ?? []), number]);
        }
    }
    return [...kept].map(
        ([what, which]) =>
            `${which.join(", ")} had none before and keep${which.length === 1 ? "s" : ""} ${what}: CallFire has no call that takes it away`,
    );
}
