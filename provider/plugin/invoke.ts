import { InvokeResponse, type InvokeRequest } from "@pulumi/pulumi/proto/provider_pb";
import { hasSecrets, redactor } from "../engine/values";
import { createAnswers, describeFailure, InputsRefused, type LookUp } from "../functions/lookUp";
import type { Properties } from "../resources/resource";
import type { Settings } from "../settings/read";
import { checkFailure, Failure, findByToken } from "./failures";
import { decode, encode } from "./properties";
import type { ProviderHost } from "./host";

/** What the calls of functions need beside the calls themselves. */
export interface InvokeHost extends Pick<
    ProviderHost,
    "engine" | "operations" | "configuration" | "openSession" | "describeError"
> {
    loadLookUps(): Promise<readonly LookUp[]>;
}

/** The engine's calls of functions. What went unanswered is told by property where it lies with an input. */
export function createInvoke(host: InvokeHost): (request: InvokeRequest) => Promise<InvokeResponse> {
    const { engine, operations, configuration } = host;
    const answers = createAnswers();

    return async (request) => {
        const { values, secrets } = decode(request.getArgs());
        const redact = redactor({ values, secrets });
        const lookUp = findByToken("function", await host.loadLookUps(), request.getTok());
        const response = new InvokeResponse();
        let settings: Settings | undefined;
        try {
            const found = await operations.run(async (signal) => {
                settings = await configuration.settings();
                const session = await host.openSession(settings, (message) => engine.noteOnce(message));
                return answers.of(lookUp, values, session, signal);
            });
            // An answer tells what was asked for, if only by its region.
            response.setReturn(encode(found, hasSecrets(secrets) ? allOf(found) : {}));
        } catch (error) {
            if (!(error instanceof InputsRefused)) {
                throw new Failure(redact(describeFailure(lookUp, await host.describeError(error, settings))));
            }
            response.setFailuresList(
                error.failures.map(({ property, reason }) => checkFailure(property, redact(reason))),
            );
        }
        return response;
    };
}

function allOf(found: Properties): Record<string, true> {
    return Object.fromEntries(Object.keys(found).map((name) => [name, true]));
}
