import { findTexts, replaceSeals, sealIn, unsealIn, type Seal } from "../orders/seal";
import type { Properties } from "../resources/resource";
import { heldProperty } from "../stack/heldMark";
import {
    decodeProperties,
    encodeProperties,
    secretsAmong,
    secretTexts,
    spellingsOf,
    type Decoded,
    type Secrets,
} from "./values";

// The state of a stack is read by runs that can't decrypt it, for what an interrupted run has ordered and for what others hold. So
// nothing that they need is encrypted: where a secret name stands in it, its seal takes its place.

/** Hidden output: what the seals of the state stand for, by seal. The engine keeps it encrypted. */
export const namesProperty = "__names";

/** Outputs that say what is held. Encrypted as soon as one of them is secret, they are told by their seals. */
const holdings = ["acquiredNumbers", "acquiredKeywords", "number", "keyword"];

/**
 * A state for the engine: secret is every property that repeats a secret, except the hidden one, which is readable and sealed.
 * @param before in an update, what was declared or held before it
 */
export function encodeState(
    state: Properties,
    declared: Decoded,
    before: Decoded | undefined,
    seal: Seal,
): Record<string, unknown> {
    const { [heldProperty]: held, ...shown } = state;
    const secrets = secretsAmong(shown, declared, before);
    const texts = secretTexts(declared, before);
    if (typeof held !== "object" || held === null || texts.size === 0) {
        return encodeProperties(state, secrets);
    }
    const encrypted = Object.entries(shown).filter(([name]) => holdings.includes(name) && isSecret(secrets, name));
    const sealed = Object.fromEntries(
        encrypted.map(([name, value]) => [name, sealIn(value, new Set(findTexts(value)), seal)]),
    );
    const names = [...new Set(findTexts([held, ...encrypted.map(([, value]) => value)]))].filter((text) =>
        texts.has(text),
    );
    return {
        ...encodeProperties(shown, secrets),
        [heldProperty]: {
            ...encodeProperties(sealIn(held, texts, seal) as Properties),
            ...(encrypted.length > 0 && { sealed }),
        },
        ...(names.length > 0 &&
            encodeProperties(
                { [namesProperty]: Object.fromEntries(names.map((name) => [seal(name), name])) },
                { [namesProperty]: true },
            )),
    };
}

/** A state as resources know it, without what the adapters add. */
export function openState(state: Properties): Properties {
    const { [namesProperty]: names, [heldProperty]: held, ...shown } = state;
    if (typeof held !== "object" || held === null) {
        return state;
    }
    const { sealed: _sealed, ...mark } = held as Properties;
    return { ...shown, [heldProperty]: replaceSeals(mark, (names ?? {}) as Readonly<Record<string, string>>) };
}

/**
 * Outputs as the engine's state shows them to a run that can't decrypt it: lists that are encrypted by their seals, in their
 * order, and opened where they stand for something declared here.
 */
export function openExported(outputs: Readonly<Record<string, unknown>>, declared: unknown, seal: Seal): Properties {
    const state = decodeProperties(outputs).values;
    const { sealed = {} } = (state[heldProperty] ?? {}) as { sealed?: Properties };
    return openBy(openState({ ...state, ...sealed }), declared, seal);
}

/** The same value with the seals opened that stand for something declared here, in whatever notation. */
export function openBy<Value>(value: Value, declared: unknown, seal: Seal): Value {
    return unsealIn(value, findTexts(declared).flatMap(spellingsOf), seal);
}

/** What of a state is secret by itself, whatever is declared now. */
export function secretsOfState(state: Properties): Decoded {
    const { [namesProperty]: names } = state;
    return { values: names === undefined ? {} : { [namesProperty]: names }, secrets: { [namesProperty]: true } };
}

function isSecret(secrets: Secrets, name: string): boolean {
    return secrets === true || secrets[name] === true;
}
