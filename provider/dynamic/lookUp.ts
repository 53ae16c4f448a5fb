import { redactor } from "../engine/values";
import { createAnswers, describeFailure, InputsRefused, type Answers } from "../functions/lookUp";
import { lookUps } from "../functions/lookUps";
import type { Properties } from "../resources/resource";
import { openSession } from "../settings/openSession";
import { describeError, readSettings, type Settings } from "../settings/read";
import { stackSettings } from "./settings";

/** What the program tells of its run. */
export interface Run {
    /** One object for each run: what was asked in it is answered once. */
    readonly identity: object;
    /** The stack's configuration, decrypted, keys with their namespaces. */
    readonly configuration: Readonly<Record<string, string>>;
    readonly project: string | undefined;
}

const answers = new WeakMap<object, Answers>();

/**
 * Answers a look-up in the program's own process, with the settings that the provider's process has: no plugin is needed.
 * @param areSecret the inputs: errors then don't show them
 */
export async function lookUp(token: string, inputs: Properties, areSecret: boolean, run: Run): Promise<Properties> {
    const asked = lookUps.find((candidate) => candidate.token === token);
    if (asked === undefined) {
        throw new Error(`There is no function ${token}.`);
    }
    let settings: Settings | undefined;
    try {
        settings = readSettings({ ...settingsOf(run), environment: process.env, programFolder: process.cwd() });
        // The provider's process says where the simulator keeps its account.
        const session = await openSession(settings, () => undefined);
        return await answersOf(run).of(asked, inputs, session, new AbortController().signal);
    } catch (error) {
        const redact = redactor({ values: inputs, secrets: areSecret ? true : {} });
        const reason = error instanceof InputsRefused ? error.message : describeError(error, settings);
        // eslint-disable-next-line preserve-caught-error -- It would show what is taken out.
        throw new Error(redact(describeFailure(asked, reason)));
    }
}

function settingsOf({ configuration, project }: Run): ReturnType<typeof stackSettings> {
    const config = {
        rawConfig: configuration,
        projectName: project,
        get: (key: string) => configuration[key],
    };
    return stackSettings(config);
}

function answersOf({ identity }: Run): Answers {
    const known = answers.get(identity) ?? createAnswers();
    answers.set(identity, known);
    return known;
}
