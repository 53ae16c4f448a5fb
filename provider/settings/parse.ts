import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readEndpoint } from "../callfire/endpoint";
import { readPostgresUrl, type PostgresAddress } from "../orders/journal/postgresUrl";
import { settingDefinitions, type SettingName } from "./definitions";

/** Where the record of orders is kept. */
export type JournalPlace =
    | { readonly kind: "folder"; readonly folder: string }
    | { readonly kind: "postgres"; readonly address: PostgresAddress };

// Each throws a RangeError whose message goes on after "callfire:endpoint is "x", but ...".

export function parseEndpoint(value: string): string {
    return value === "simulator" ? value : readEndpoint(value).base;
}

export function parseChoice<const Choice extends string>(value: string, choices: readonly [Choice, Choice]): Choice {
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) {
        throw new RangeError(`must be ${choices.map((candidate) => JSON.stringify(candidate)).join(" or ")}.`);
    }
    return choice;
}

export function parseMaximum(value: string): number {
    if (!/^[1-9]\d{0,8}$/.test(value.trim())) {
        throw new RangeError("must be a whole number of at least 1.");
    }
    return Number(value);
}

export function parseJournal(value: string, programFolder: string): JournalPlace {
    if (/^postgres(ql)?:/.test(value)) {
        return { kind: "postgres", address: readPostgresUrl(value) };
    }
    const path = value.startsWith("file:///") ? fileURLToPath(value) : value.replace(/^file:/, "");
    if (!value.startsWith("file:") || path === "") {
        throw new RangeError("must be file:<folder> or postgres://<user>@<host>/<database>.");
    }
    return { kind: "folder", folder: resolve(programFolder, path.replace(/^~(?=$|[\\/])/, homedir())) };
}

/** @param pulumiHome undefined for Pulumi's own */
export function defaultJournal(pulumiHome: string | undefined): JournalPlace {
    return { kind: "folder", folder: join(pulumiHome ?? join(homedir(), ".pulumi"), "callfire", "journal") };
}

/** Whether a value of this setting must be kept encrypted. */
export function isSecret(name: string, value: string): boolean {
    const secret = Object.hasOwn(settingDefinitions, name) && settingDefinitions[name as SettingName].secret;
    return secret === "always" || (secret === "with a password" && holdsPassword(value));
}

/** Whether an error may show a value that can't be used. One with a password in it may be what is wrong. */
export function isShowable(value: string): boolean {
    return !value.includes("@") && !holdsPassword(value);
}

/** `scheme://user:password@host` or `?password=...`, rather once too often than once too seldom. */
function holdsPassword(value: string): boolean {
    return /:\/\/.*:.*@/s.test(value) || /password\s*=/i.test(value);
}
