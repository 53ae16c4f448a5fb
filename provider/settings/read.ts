import { CredentialsRefusedError } from "../callfire/errors";
import { explain } from "../orders/explain";
import { settingDefinitions, type SettingName } from "./definitions";
import { defaultJournal, isShowable, parseChoice, parseEndpoint, parseJournal, parseMaximum } from "./parse";
import type { JournalPlace } from "./parse";
import { messageOf } from "../orders/thrown";

export interface Settings {
    /** Whom orders go to. */
    readonly service: "simulator" | Service;
    readonly pollScope: "account" | "order";
    readonly maxItemsPerOrder: number;
    /** Whether numbers are picked before they are ordered, or left to CallFire's choice. */
    readonly bulkOrders: "name" | "count";
    readonly journal: JournalPlace;
    readonly programFolder: string;
}

export interface Service {
    /** Base URL of the REST API. */
    readonly endpoint: string;
    readonly credentials: Credentials;
}

interface Credentials {
    readonly login: string;
    readonly password: string;
    /** Where the pair was found, in words for people. */
    readonly source: string;
}

type Values = Readonly<Record<string, string | undefined>>;

/** All the places that settings may come from. Keys of the first two are without the `callfire:` namespace. */
export interface SettingSources {
    /** Arguments of an explicit provider. */
    readonly explicit?: Values;
    readonly stack: Values;
    readonly environment: Values;
    /** Relative journals and the simulator's account lie here. */
    readonly programFolder: string;
    /** Name of the project, where known: in a project called `callfire` other keys are the program's own. */
    readonly project?: string;
}

export interface SettingProblem {
    readonly setting: string;
    readonly reason: string;
}

/** Settings that can't be used; the message names each of them, and shows no secret. */
export class SettingsError extends Error {
    constructor(readonly problems: readonly SettingProblem[]) {
        super(problems.map(({ reason }) => reason).join("\n"));
        this.name = "SettingsError";
    }
}

/**
 * Reads all settings. Credentials are a pair from one source: explicit arguments, else the environment (a rotated
 * password must reach refresh and destroy, which see the stack configuration of the last update), else stack
 * configuration. For every other setting the environment is the fallback (decisions/0033).
 * @throws SettingsError
 */
export function readSettings(sources: SettingSources): Settings {
    const { programFolder, environment } = sources;
    const problems: SettingProblem[] = unknownKeys(sources);

    function read<T>(name: SettingName, parse: (value: string) => T): T | undefined {
        const { value, label } = find(name, sources);
        try {
            return value === undefined ? undefined : parse(value);
        } catch (error) {
            const shown = isShowable(value ?? "") ? ` is ${JSON.stringify(value)}, but` : "";
            const reason = messageOf(error).replace(`callfire:${name} `, "");
            problems.push({ setting: `callfire:${name}`, reason: `${label}${shown} ${reason}` });
            return undefined;
        }
    }

    const endpoint = read("endpoint", parseEndpoint);
    const pollScope = read("pollScope", (value) => parseChoice(value, ["account", "order"]));
    const maxItemsPerOrder = read("maxItemsPerOrder", parseMaximum);
    const bulkOrders = read("bulkOrders", (value) => parseChoice(value, ["name", "count"]));
    const journal =
        read("journal", (value) => parseJournal(value, programFolder)) ??
        defaultJournal(present(environment["PULUMI_HOME"]));
    const credentials = endpoint === "simulator" ? undefined : readCredentials(sources, problems);
    const account = endpoint === undefined || credentials === undefined ? undefined : { endpoint, credentials };
    const service = endpoint === "simulator" ? endpoint : account;
    if (
        problems.length > 0 ||
        service === undefined ||
        pollScope === undefined ||
        maxItemsPerOrder === undefined ||
        bulkOrders === undefined
    ) {
        throw new SettingsError(problems);
    }
    return { service, pollScope, maxItemsPerOrder, bulkOrders, journal, programFolder };
}

/** Reads a string of the environment or of a configuration as absent where it is empty, as pipelines leave them. */
function present(value: string | undefined): string | undefined {
    return value === undefined || value.trim() === "" ? undefined : value;
}

/** A setting's value, and where it was found, in words for people. */
function find(name: SettingName, sources: SettingSources): { value: string | undefined; label: string } {
    const { environment, default: usual } = settingDefinitions[name];
    const label = `callfire:${name}`;
    const configured = sources.explicit?.[name] ?? sources.stack[name];
    if (configured !== undefined) {
        return { value: configured, label };
    }
    const value = present(sources.environment[environment]);
    return value === undefined ? { value: usual, label } : { value, label: `${label} (from ${environment})` };
}

function unknownKeys({ explicit = {}, stack, project }: SettingSources): SettingProblem[] {
    const known = Object.keys(settingDefinitions);
    const keys = [...Object.keys(explicit), ...(project === "callfire" ? [] : Object.keys(stack))];
    return keys
        .filter((key) => !known.includes(key))
        .map((key) => ({
            setting: `callfire:${key}`,
            reason: `callfire:${key} is not a setting. There are ${known.map((name) => `callfire:${name}`).join(", ")}.`,
        }));
}

function readCredentials(sources: SettingSources, problems: SettingProblem[]): Credentials | undefined {
    const { explicit = {}, stack, environment } = sources;
    const pairs = [
        pairIn("the provider's arguments", explicit, "login", "password"),
        pairIn("the environment", environment, "CALLFIRE_LOGIN", "CALLFIRE_PASSWORD"),
        pairIn("stack configuration", stack, "callfire:login", "callfire:password"),
    ];
    const pair = pairs.find(({ login, password }) => login.value !== undefined || password.value !== undefined);
    if (pair === undefined) {
        problems.push({ setting: "callfire:login", reason: missingLogin });
        return undefined;
    }
    const { login, password, source } = pair;
    if (login.value === undefined || password.value === undefined) {
        const [there, missing] = login.value === undefined ? [password, login] : [login, password];
        const setting = missing === login ? "callfire:login" : "callfire:password";
        const reason =
            `${there.name} is set, but ${missing.name} is not (${setting}): login and password are a pair ` +
            `and come from one source, here ${source}.`;
        problems.push({ setting, reason });
        return undefined;
    }
    return { login: login.value, password: password.value, source };
}

/** @param loginName as a person writes it there; what is in front of a colon is no part of the key */
function pairIn(source: string, values: Values, loginName: string, passwordName: string) {
    const find = (name: string) => ({ name, value: present(values[name.replace(/^.*:/, "")]) });
    return { source, login: find(loginName), password: find(passwordName) };
}

const missingLogin =
    "callfire:login is not set, and neither is CALLFIRE_LOGIN. Set a login and its password:\n" +
    "    pulumi config set callfire:login <login>\n" +
    "    pulumi config set --secret callfire:password <password>\n" +
    "or CALLFIRE_LOGIN and CALLFIRE_PASSWORD in the environment. To try without an account, where nothing is bought:\n" +
    "    pulumi config set callfire:endpoint simulator";

/** An error's message for people; where CallFire refused the credentials, it names the settings to look at. */
export function describeError(error: unknown, settings?: Settings): string {
    const explained = explain(error);
    if (!(error instanceof CredentialsRefusedError) || settings === undefined || settings.service === "simulator") {
        return explained;
    }
    const { login, source } = settings.service.credentials;
    return `${explained} CallFire was given the login ${JSON.stringify(login)} and a password, which came from ${source}.`;
}
