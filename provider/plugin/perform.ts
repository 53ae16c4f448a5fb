import { encodeState, openBy } from "../engine/sealing";
import { redacted, redactor, type Decoded } from "../engine/values";
import { ownPart, type CheckedAttempt } from "../orders/attempt";
import type { Operation, Owner, Session } from "../orders/session";
import { keepingCarried } from "../resources/keepingCarried";
import { readMark } from "../resources/state";
import { PartialFailure, type CallOptions, type Properties, type Resource } from "../resources/resource";
import type { Settings } from "../settings/read";
import { typeOf } from "../stack/address";
import type { Stack } from "../stack/view";
import { Failure, findByToken, partialFailure } from "./failures";
import { inputsOf, split } from "./properties";
import type { ProviderHost } from "./host";

/** What a call about a resource may use. */
export interface RequestOptions extends CallOptions {
    readonly session: Session;
    readonly owner: Owner;
    readonly stack: Stack;
    readonly operation: (timeoutSeconds: number, attempt?: CheckedAttempt) => Operation;
    /** For calls that know the state alone: what earlier runs left without an end is in the engine's state. */
    readonly operationOfState: (timeoutSeconds: number, state: Properties) => Promise<Operation>;
}

/**
 * Runs one call about a resource. Whatever it throws leaves in the engine's form, without secrets and without a stack trace.
 * @param declaration what the call declares, with its secrets
 * @param before of a check the inputs before it, of a diff and an update the state
 */
export type Perform = <T>(
    request: { getUrn(): string },
    declaration: Decoded,
    work: (resource: Resource, options: RequestOptions, declaration: Decoded) => Promise<T>,
    before?: Decoded,
) => Promise<T>;

export function createPerform(host: ProviderHost): Perform {
    const { engine, operations, configuration } = host;

    return async (request, declaration, work, before) => {
        const urn = request.getUrn();
        const redact = redactor(declaration, before);
        let settings: Settings | undefined;
        try {
            return await operations.run(async (signal) => {
                const resource = keepingCarried(findByToken("resource", await host.loadResources(), typeOf(urn)));
                settings = await configuration.settings();
                const session = await host.openSession(settings, (message) => engine.noteOnce(message));
                const report = redacted(engine.reportFor(urn), redact);
                const stack = await host.stackOf(urn);
                await host.rememberAttempts(stack, session);
                const assertEngineAlive = (): Promise<void> => engine.assertAlive();
                const owner = { urn, aliases: await formerUrns(urn, before, stack), stack };
                const options = optionsFor({ owner, session, report, signal, assertEngineAlive }, declaration);
                const stateOf = ({ state }: PartialFailure): Record<string, unknown> =>
                    encodeState(state, declaration, before && inputsOf(before, resource), session.seal);
                return await work(resource, options, declaration)
                    .catch((error: unknown) => {
                        throw error instanceof PartialFailure ? partialFailure(error, stateOf(error), redact) : error;
                    })
                    .finally(() => report.end());
            });
        } catch (error) {
            throw await failureOf(error, settings, redact, host);
        }
    };
}

/** The plugin is not told of aliases, but the uid of a resource tells what the state calls it. */
async function formerUrns(urn: string, before: Decoded | undefined, stack: Stack): Promise<readonly string[]> {
    const { values, attempt } = split(before?.values ?? {});
    const uid = attempt?.uid ?? readMark(values).uid;
    const urns = uid === "" ? [] : (await stack.read()).holders.filter((one) => one.uid === uid).map((one) => one.urn);
    return urns.filter((other) => other !== urn);
}

/** A call about a resource that is under way. */
interface Call extends Pick<Operation, "session" | "owner" | "report" | "signal" | "assertEngineAlive"> {
    readonly owner: Owner & { readonly stack: Stack };
}

function optionsFor(call: Call, declaration: Decoded): RequestOptions {
    const { session, owner, report, signal } = call;
    const { urn, aliases, stack } = owner;
    const earlierBy = async (names: Record<string, unknown>): ReturnType<RequestOptions["earlier"]> => {
        const { own, others } = await stack.earlier([urn, ...aliases]);
        return { own: openBy(own, names, session.seal), others };
    };
    const operation = (timeoutSeconds: number, attempt?: CheckedAttempt): Operation => ({
        ...call,
        timeoutSeconds,
        ...(attempt && { attempt: ownPart(attempt) }),
        earlier: attempt?.earlier ?? [],
        others: attempt?.others ?? {},
    });
    return {
        session,
        owner,
        stack,
        signal,
        warn: (message) => report.warn(message),
        earlier: () => earlierBy(declaration.values),
        operation,
        operationOfState: async (timeoutSeconds, state) => {
            const { own, others } = await earlierBy(state);
            return { ...operation(timeoutSeconds), earlier: own, others };
        },
    };
}

async function failureOf(
    error: unknown,
    settings: Settings | undefined,
    redact: (text: string) => string,
    host: ProviderHost,
): Promise<Failure> {
    if (error instanceof Failure) {
        return error;
    }
    if (error instanceof Error && error.stack !== undefined) {
        host.engine.debug(redact(error.stack));
    }
    return new Failure(redact(await host.describeError(error, settings)));
}
