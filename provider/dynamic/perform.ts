import type { OperationReport } from "../engine/log";
import { openBy } from "../engine/sealing";
import { redacted, redactor } from "../engine/values";
import { ownPart } from "../orders/attempt";
import type { Operation, Session } from "../orders/session";
import { PartialFailure, type CallOptions, type CheckFailure } from "../resources/resource";
import { describeError, readSettings, SettingsError, type Settings, type SettingSources } from "../settings/read";
import { rootFolder, stackAndProjectOf } from "../stack/address";
import { attemptIn, contextOf, declared, secondsOf, visible, withHidden, type Bag, type Context } from "./context";
import { Failure, InitFailure } from "./failure";
import type { Host } from "./host";
import { stackSettings, type ConfigureRequest } from "./settings";
import { earlierFor, earlierOf, type StackOwner } from "./stackState";

type Call = "create" | "read" | "update" | "delete";

/** What a check or a diff may use. */
interface RequestOptions extends CallOptions {
    readonly session: Session;
    readonly owner: StackOwner | undefined;
}

/** Runs the calls about one kind of resource, with the stack's settings. */
export class Performer {
    private sources: SettingSources;
    private settings: Settings | undefined;

    constructor(
        private readonly token: string,
        private readonly host: Host,
    ) {
        this.sources = { ...host, stack: {} };
    }

    /** Not asynchronous: the SDK does not wait for it before the next calls. */
    configure({ config }: ConfigureRequest): void {
        this.sources = { ...this.host, ...stackSettings(config) };
        this.settings = undefined;
    }

    /**
     * Runs a create, read, update or delete. Whatever it throws leaves in the SDK's form, without secrets.
     * @param bag what the call declares, with its secrets
     * @param before in an update, the state before it
     */
    async perform<T>(
        call: Call,
        id: string,
        bag: Bag,
        work: (operation: Operation) => Promise<T>,
        before?: Bag,
    ): Promise<T> {
        let session: Session | undefined;
        try {
            return await this.host.operations.run(async (signal) => {
                const context = contextOf(bag);
                session = await this.openSession();
                const report = this.reportOn(bag, before);
                const owner = this.ownerOf(context ?? { urn: `${this.token}::${id}`, aliases: [], organization: "" });
                const attempt = openBy(attemptIn(bag), visible(bag), session.seal);
                const isFromProgram = call === "create" || call === "update";
                const { earlier: own = [], others = {} } = attempt ?? {};
                const known = isFromProgram ? { own, others } : await earlierOf(owner);
                return await work({
                    session,
                    owner,
                    report,
                    signal,
                    timeoutSeconds: timeoutOf(call, context),
                    ...(isFromProgram && attempt && { attempt: ownPart(attempt) }),
                    earlier: openBy(known.own, visible(bag), session.seal),
                    others: known.others,
                    assertEngineAlive: () => this.host.engine.assertAlive(),
                }).finally(() => report.end());
            });
        } catch (error) {
            throw this.failureOf(error, bag, before, session);
        }
    }

    /**
     * Each of the two tells what this throws in its own way: a diff by `failureOf`, a check by `checkFailuresOf`.
     * @param before what was declared or held until now: its secrets are none to tell either
     */
    runCheckOrDiff<T>(bag: Bag, before: Bag, work: (options: RequestOptions) => Promise<T>): Promise<T> {
        return this.host.operations.run(async (signal) => work(await this.optionsFor(bag, before, signal)));
    }

    reportOn(bag: Bag, before: Bag = {}): OperationReport {
        return redacted(this.host.engine.reportFor(contextOf(bag)?.urn), redactor(declared(bag), declared(before)));
    }

    failureOf(error: unknown, bag: Bag, before: Bag = {}, session?: Session): Failure {
        const redact = redactor(declared(bag), declared(before));
        return error instanceof PartialFailure && session !== undefined
            ? new InitFailure(error.id, withHidden(error.state, bag, session.seal, before), error.reasons.map(redact))
            : new Failure(redact(describeError(error, this.settings)));
    }

    checkFailuresOf(error: unknown, bag: Bag, before: Bag): CheckFailure[] {
        const problems =
            error instanceof SettingsError ? error.problems : [{ reason: describeError(error, this.settings) }];
        const redact = redactor(declared(bag), declared(before));
        return problems.map(({ reason }) => ({ property: "", reason: redact(reason) }));
    }

    private async optionsFor(bag: Bag, before: Bag, signal: AbortSignal): Promise<RequestOptions> {
        const report = this.reportOn(bag, before);
        const context = contextOf(bag);
        const owner = context && this.ownerOf(context);
        const session = await this.openSession();
        return {
            session,
            owner,
            signal,
            warn: (message) => report.warn(message),
            earlier: () => earlierFor(owner, context?.earlier, visible(bag), session),
        };
    }

    /** Throws what is wrong with the settings anew for every resource: the SDK would lose it in `configure`. */
    private openSession(): Promise<Session> {
        this.settings ??= readSettings(this.sources);
        return this.host.openSession(this.settings, (message) => this.host.engine.noteOnce(message));
    }

    private ownerOf({ urn, aliases, organization }: Pick<Context, "urn" | "aliases" | "organization">): StackOwner {
        const stack = this.host.stackView({
            ...stackAndProjectOf(urn),
            organization,
            ...(this.host.address !== undefined && { engine: this.host.address }),
            folder: rootFolder(this.host.programFolder),
            environment: this.host.environment,
            warn: (message) => this.host.engine.reportFor(undefined).warn(message),
        });
        return { urn, aliases, stack };
    }
}

function timeoutOf(call: Call, context: Context | undefined): number {
    return call === "read" ? 0 : secondsOf(context?.timeouts[call]);
}
