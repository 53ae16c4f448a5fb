import type { NumberConfiguration } from "../../callfire/types";
import type { Had } from "../../orders/attempt";
import type { Befores, NumbersMark } from "../numbersBefore";
import { compareInputs, textsOf } from "../inputs";
import type { Properties } from "../resource";
import { readUidMark } from "../uidMark";
import { numberConfigurationDeclaration } from "./declaration";
import { configurationOf, giveBack, keptOf, partsOf } from "./settings";
import type { Part } from "./settings";

/** What the resource keeps in its hidden property. */
export interface ConfigurationMark extends NumbersMark {
    /** Parts that some number may still have from a declaration before the present one. */
    readonly parts?: readonly Part[];
}

/** What an update does to each number. */
export interface Plan {
    readonly configure: readonly string[];
    /** Numbers that leave. */
    readonly restore: readonly string[];
    /** Parts that are no longer declared: numbers that stay get them back too. */
    readonly dropped: readonly Part[];
}

/**
 * Pure, so that preview and update can't disagree.
 * @param olds the state; its `numbers` are those that do as it declares
 */
export function planFor(olds: Properties, news: Properties, mark: ConfigurationMark, befores: Befores): Plan {
    const { numbers: _numbers, ...settings } = compareInputs(numberConfigurationDeclaration, olds, news);
    const before = textsOf(olds["numbers"]);
    const numbers = textsOf(news["numbers"]);
    const isDone = (number: string): boolean => before.includes(number) && mark.pending?.includes(number) !== true;
    const isChanged = Object.keys(settings).length > 0 || mark.interrupted === true;
    return {
        configure: isChanged ? numbers : numbers.filter((number) => !isDone(number)),
        restore: [...befores.keys()].filter((number) => !numbers.includes(number)),
        dropped: partsToGiveBack(olds, mark).filter((part) => !partsOf(news).includes(part)),
    };
}

/** What the resource has set of its numbers, by its state. */
export function partsTouched(state: Properties, mark: ConfigurationMark): Part[] {
    return [...new Set([...partsOf(state), ...(mark.parts ?? [])])];
}

/** What it may have set of them: nobody knows which parts an interrupted run has set. */
function partsToGiveBack(state: Properties, mark: ConfigurationMark): Part[] {
    return mark.interrupted ? ["callFeature", "textFeature", "calls"] : partsTouched(state, mark);
}

/** What a number gets back. */
export function leavingConfiguration(
    number: string,
    state: Properties,
    befores: Befores,
): NumberConfiguration | undefined {
    return giveBack(befores.get(number) ?? {}, partsToGiveBack(state, readUidMark(state)));
}

/** What a number is told: what is declared, and what it had of the parts that are declared no more. */
export function targetFor(had: Had, news: Properties, dropped: readonly Part[]): NumberConfiguration {
    return { ...giveBack(had, dropped), ...configurationOf(news) };
}

/** `configures 2: 12065550101, 12065550102; gives back what they had: 12065550103` */
export function describePlan({ configure, restore, dropped }: Plan, olds: Properties, befores: Befores): string[] {
    const touched = partsTouched(olds, readUidMark(olds));
    const back = restore.filter((number) => leavingConfiguration(number, olds, befores) !== undefined);
    return [
        ...(configure.length === 0 ? [] : [`configures ${String(configure.length)}: ${configure.join(", ")}`]),
        ...(back.length === 0 ? [] : [`gives back what they had: ${back.join(", ")}`]),
        ...describeKept(restore, touched, befores),
        ...describeKept(
            configure,
            dropped.filter((part) => touched.includes(part)),
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
