import type { Fault, FaultEffect, FaultKind, FaultMatch } from "./faults";
import { faultForms, type FaultForm, type OptionForm } from "./forms";

const usage =
    "write kind[=value[,option=value]][:METHOD:/path[:which]], which being 2, 1-3, 2- or *, " +
    "for example lostAnswer:POST:/number/order:1 or status=503,retryAfter=2:GET:/number/order/*:1-2";

/** A fault as a flag: `lostAnswer:POST:/number/order:1`. */
export function parseFault(text: string): Fault {
    const parts = /^(\w+)(?:=(.*?))?(?::([A-Z]+|\*):(\/[^:]*|\*)(?::([\d*-]+))?)?$/s.exec(text);
    if (parts === null) {
        throw new Error(`The fault "${text}" can't be read: ${usage}.`);
    }
    const [, kind = "", argument, method, path, which] = parts;
    const form = formOf(kind);
    const match: Record<string, unknown> = {
        ...(method === undefined || method === "*" ? {} : { method }),
        ...(path === undefined || path === "*" ? {} : { path }),
        ...(which === undefined ? {} : rangeOf(which, text)),
    };
    return readFault({ effect: { kind, ...optionsFrom(argument, form, text) }, match });
}

/** A fault as JSON, from the control route. */
export function readFault(value: unknown): Fault {
    if (!isRecord(value) || !isRecord(value.effect)) {
        throw new Error('A fault is {"effect": {"kind": ...}, "match": {...}}.');
    }
    const { kind } = value.effect;
    const form = formOf(kind);
    for (const [name, option] of Object.entries(form.options)) {
        if (option.isRequired === true && value.effect[name] === undefined) {
            throw new Error(`The fault ${String(kind)} needs "${name}".`);
        }
    }
    for (const [name, option] of Object.entries(value.effect)) {
        if (name !== "kind") {
            checkOption(String(kind), form, name, option);
        }
    }
    const effect = value.effect as unknown as FaultEffect;
    return value.match === undefined ? { effect } : { effect, match: readMatch(value.match) };
}

function formOf(kind: unknown): FaultForm {
    const form =
        typeof kind === "string" && Object.hasOwn(faultForms, kind) ? faultForms[kind as FaultKind] : undefined;
    if (form === undefined) {
        throw new Error(`There is no fault ${JSON.stringify(kind)}; there are ${Object.keys(faultForms).join(", ")}.`);
    }
    return form;
}

function checkOption(kind: string, form: FaultForm, name: string, value: unknown): void {
    const option = Object.hasOwn(form.options, name) ? form.options[name] : undefined;
    if (option === undefined) {
        const known = Object.keys(form.options).join(", ") || "none";
        throw new Error(`The fault ${kind} has no option "${name}"; it has ${known}.`);
    }
    if (typeof value !== option.type || (option.type === "number" && !(Number(value) >= 0))) {
        throw new Error(`The option "${name}" of the fault ${kind} is a ${option.type}, not ${JSON.stringify(value)}.`);
    }
    if (option.oneOf?.includes(String(value)) === false) {
        throw new Error(`The option "${name}" of the fault ${kind} is one of ${option.oneOf.join(", ")}.`);
    }
    if (name === "end" && !/^\d{4}-\d{2}-\d{2}$/.test(String(value))) {
        throw new Error(`The option "end" of the fault ${kind} is a day like 2026-12-31.`);
    }
}

function readMatch(value: unknown): FaultMatch {
    const types: Readonly<Record<string, (part: unknown) => boolean>> = {
        method: (part) => typeof part === "string",
        path: (part) => typeof part === "string",
        parameters: (part) => isRecord(part) && Object.values(part).every((entry) => typeof entry === "string"),
        from: (part) => Number.isInteger(part) && Number(part) >= 1,
        to: (part) => part === "always" || (Number.isInteger(part) && Number(part) >= 1),
        after: isRecord,
    };
    if (!isRecord(value)) {
        throw new Error('The "match" of a fault is an object.');
    }
    for (const [name, part] of Object.entries(value)) {
        if (!Object.hasOwn(types, name)) {
            throw new Error(`A fault's match has no "${name}"; it has ${Object.keys(types).join(", ")}.`);
        }
        if (types[name]?.(part) === false) {
            throw new Error(`"${name}" of a fault's match can't be ${JSON.stringify(part)}.`);
        }
    }
    return value;
}

function rangeOf(which: string, text: string): { from: number; to: number | "always" } {
    const range = /^(?:(\d+)(-)?(\d+)?|\*)$/.exec(which);
    const from = Number(range?.[1] ?? 1);
    const to = range?.[2] === undefined && which !== "*" ? from : (range?.[3] ?? "always");
    if (range === null || from < 1 || (to !== "always" && Number(to) < from)) {
        throw new Error(`"${which}" in the fault "${text}" can't be read: ${usage}.`);
    }
    return { from, to: to === "always" ? to : Number(to) };
}

function optionsFrom(argument: string | undefined, form: FaultForm, text: string): Record<string, unknown> {
    if (argument === undefined) {
        return {};
    }
    const options: Record<string, unknown> = {};
    argument.split(",").forEach((part, index) => {
        const equals = part.indexOf("=");
        const name = equals > 0 ? part.slice(0, equals) : index === 0 ? Object.keys(form.options)[0] : undefined;
        if (name === undefined) {
            throw new Error(`"${part}" in the fault "${text}" can't be read: ${usage}.`);
        }
        options[name] = typed(part.slice(equals > 0 ? equals + 1 : 0), form.options[name]?.type);
    });
    return options;
}

function typed(text: string, type: OptionForm["type"] | undefined): unknown {
    if (type === "number" && /^\d+(\.\d+)?$/.test(text)) {
        return Number(text);
    }
    return type === "boolean" && /^(true|false)$/.test(text) ? text === "true" : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
