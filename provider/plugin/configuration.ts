import { status } from "@grpc/grpc-js";
import { CheckResponse, DiffResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { CheckRequest, ConfigureRequest, DiffRequest } from "@pulumi/pulumi/proto/provider_pb";
import { isDeepStrictEqual } from "node:util";
import type { Secrets } from "../engine/values";
import { unknownValue, type Properties } from "../resources/resource";
import type { Settings, SettingSources } from "../settings/read";
import { unencryptedPasswordWarning } from "../stack/unencryptedPassword";
import { checkFailure, Failure } from "./failures";
import { decode, encode } from "./properties";
import { isPasswordUnencrypted } from "./unencryptedPassword";

/** The settings of one provider of a program; each has a process of its own. */
export interface Configuration {
    readonly check: (request: CheckRequest) => Promise<CheckResponse>;
    readonly diff: (request: DiffRequest) => DiffResponse;
    readonly configure: (request: ConfigureRequest) => void;
    /** @throws SettingsError naming what is missing or wrong */
    settings(): Promise<Settings>;
    /** Another engine is attached, which configures anew. */
    reset(): void;
}

export interface ConfigurationHost {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly programFolder: string;
    warn(message: string): void;
}

type Values = Readonly<Record<string, string>>;

/** What the engine itself keeps among the arguments of a provider. */
const engineKeys = ["version", "pluginDownloadURL", "__internal"];

export function createConfiguration(host: ConfigurationHost): Configuration {
    let sources: SettingSources | undefined;
    let settings: Settings | undefined;

    return {
        check: (request) => check(request, host),
        diff,

        configure(request) {
            const configured = sourcesOf(request.getUrn() ?? "", decode(request.getArgs()).values, host);
            if (sources !== undefined && !isDeepStrictEqual(sources, configured)) {
                throw new Failure(
                    "This process serves another callfire provider already. Two providers of one program need a process " +
                        "each: attach (PULUMI_DEBUG_PROVIDERS) only to programs with one.",
                    status.FAILED_PRECONDITION,
                );
            }
            sources = configured;
            settings = undefined;
        },

        async settings() {
            const { readSettings } = await import("../settings/read.js");
            settings ??= readSettings(sources ?? sourcesOf("", {}, host));
            return settings;
        },

        reset() {
            sources = undefined;
            settings = undefined;
        },
    };
}

async function check(request: CheckRequest, host: ConfigurationHost): Promise<CheckResponse> {
    const { values } = decode(request.getNews());
    if (isDefault(request.getUrn()) && isPasswordUnencrypted(host.programFolder, request.getUrn())) {
        host.warn(unencryptedPasswordWarning);
    }
    const response = new CheckResponse();
    // Encrypted in the state even where a program or a configuration left it in clear.
    response.setInputs(encode(values, await secretsOf(values)));
    if (!Object.values(values).includes(unknownValue)) {
        response.setFailuresList((await findProblems(sourcesOf(request.getUrn(), values, host))).map(toCheckFailure));
    }
    return response;
}

function diff(request: DiffRequest): DiffResponse {
    const { values: news } = decode(request.getNews());
    const { values: olds } = decode(request.getOldInputs() ?? request.getOlds());
    const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
        (name) => !isDeepStrictEqual(olds[name], news[name]),
    );
    // No change of settings makes another resource of what was bought: a replaced provider would replace everything.
    const response = new DiffResponse();
    response.setDiffsList(changed);
    response.setChanges(changed.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE);
    return response;
}

async function secretsOf(values: Properties): Promise<Secrets> {
    const { isSecret } = await import("../settings/parse.js");
    const secrets = Object.entries(values).filter(([name, value]) => isSecret(name, String(value)));
    return Object.fromEntries(secrets.map(([name]) => [name, true]));
}

async function findProblems(sources: SettingSources): Promise<readonly { setting: string; reason: string }[]> {
    const { readSettings, SettingsError } = await import("../settings/read.js");
    try {
        readSettings(sources);
        return [];
    } catch (error) {
        if (error instanceof SettingsError) {
            return error.problems;
        }
        throw error;
    }
}

/**
 * The default provider has the stack's configuration, as of the last update where nothing is updated (refresh, destroy); the
 * environment of this process has today's. An explicit provider has the arguments that the program gives it (decisions/0042).
 */
function sourcesOf(
    urn: string,
    properties: Properties,
    { environment, programFolder }: ConfigurationHost,
): SettingSources {
    const project = environment["PULUMI_PROJECT"];
    const values = textsOf(properties);
    const today = stackConfiguration(environment);
    return {
        ...(isDefault(urn) ? {} : { explicit: values }),
        stack: isDefault(urn) ? { ...values, ...today } : today,
        environment,
        programFolder,
        ...(project === undefined ? {} : { project }),
    };
}

function isDefault(urn: string): boolean {
    return urn.split("::").at(-1)?.startsWith("default") === true;
}

function textsOf(properties: Properties): Values {
    const entries = Object.entries(properties).filter(
        ([name, value]) => !engineKeys.includes(name) && value !== unknownValue,
    );
    return Object.fromEntries(
        entries.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
    );
}

function stackConfiguration(environment: ConfigurationHost["environment"]): Values {
    try {
        const parsed: unknown = JSON.parse(environment["PULUMI_CONFIG"] ?? "{}");
        return typeof parsed === "object" && parsed !== null ? textsOf(parsed as Properties) : {};
    } catch {
        return {};
    }
}

function toCheckFailure({ setting, reason }: { setting: string; reason: string }) {
    return checkFailure(setting.replace(/^callfire:/, ""), reason);
}
