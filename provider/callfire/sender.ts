import { readAnswer, readNothing } from "./answers";
import type { Calls } from "./calls";
import { readReference } from "./envelopes";
import { repeat, whenNotTaken, whenTransient, whenUnsent, type Pauses } from "./repeat";
import type { Transport, Wire, WireAnswer, WireRequest } from "./transport";
import type { Element } from "./xml";

type Call = Omit<WireRequest, "answerTimeoutMs">;

/** Sends the calls of one account, each of them once. */
export class Sender {
    private transport: Promise<Transport> | undefined;
    private newestTime: Date | undefined;

    /** @param answerTimeoutMs undefined for the default of each kind of call */
    constructor(
        private readonly wire: Wire,
        private readonly answerTimeoutMs: number | undefined,
    ) {}

    /** CallFire's clock at its newest answer; undefined where none told it. */
    serverTime(): Date | undefined {
        return this.newestTime;
    }

    /** The answer, whatever it says. */
    async send(call: Call, signal: AbortSignal | undefined): Promise<WireAnswer> {
        // Late: axios takes longer to load than all the rest of a provider's start.
        this.transport ??= import("./transport.js").then(({ createTransport }) => createTransport(this.wire));
        const answerTimeoutMs = this.answerTimeoutMs ?? (call.method === "POST" ? 60_000 : 30_000);
        const answer = await (await this.transport)({ ...call, answerTimeoutMs }, signal);
        const date = Date.parse(answer.date ?? "");
        this.newestTime = Number.isNaN(date) ? this.newestTime : new Date(date);
        return answer;
    }

    /** Sends a call and reads what its answer says. @throws CallFireError for any answer but a good one */
    async request<Value>(call: Call, read: (root: Element) => Value, signal: AbortSignal | undefined): Promise<Value> {
        return readAnswer(call, await this.send(call, signal), read);
    }

    /** Sends a call whose answer says nothing. */
    async tell(call: Call, signal: AbortSignal | undefined): Promise<void> {
        readNothing(call, await this.send(call, signal));
    }
}

/** The calls that spend nothing, each repeated by the rule of its kind. */
export function repeatedCalls(sender: Sender, pauses: Pauses): Calls {
    return {
        read: (path, fields, read, signal) =>
            repeat(whenTransient, pauses, signal, () => sender.request({ method: "GET", path, fields }, read, signal)),
        create: (path, fields, signal) =>
            repeat(whenUnsent, pauses, signal, () =>
                sender.request({ method: "POST", path, fields }, readReference, signal),
            ),
        set: (method, path, fields, signal) =>
            repeat(whenTransient, pauses, signal, () => sender.tell({ method, path, fields }, signal)),
        release: (path, fields, signal) =>
            repeat(whenNotTaken, pauses, signal, () => sender.tell({ method: "PUT", path, fields }, signal)),
    };
}
