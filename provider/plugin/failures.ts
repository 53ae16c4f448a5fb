import { Metadata, status, type handleUnaryCall, type ServerErrorResponse } from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { CheckFailure, ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { messageOf } from "../orders/thrown";
import { PartialFailure } from "../resources/resource";
import { toStruct } from "./properties";

/** An error in the form that the engine shows as it is. */
export class Failure extends Error implements ServerErrorResponse {
    override readonly name = "Failure";

    constructor(
        message: string,
        // Codes that the engine takes as "nobody knows what became of it" are left to those that mean it.
        readonly code: status = status.FAILED_PRECONDITION,
        readonly metadata: Metadata = new Metadata(),
    ) {
        super(message);
    }
}

/**
 * The resource exists: the engine saves its state, marks it as failed, and updates it in the next run.
 * @param state in the form of the engine
 */
export function partialFailure(
    failure: PartialFailure,
    state: Record<string, unknown>,
    redact: (text: string) => string,
): Failure {
    const detail = new ErrorResourceInitFailed();
    detail.setId(failure.id);
    detail.setProperties(toStruct(state));
    detail.setReasonsList(failure.reasons.map(redact));

    const packed = new Any();
    packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const whole = new Status();
    whole.setCode(status.UNKNOWN);
    whole.setMessage(redact(failure.message));
    whole.setDetailsList([packed]);

    const metadata = new Metadata();
    metadata.set("grpc-status-details-bin", Buffer.from(whole.serializeBinary()));
    return new Failure(redact(failure.message), status.UNKNOWN, metadata);
}

export function checkFailure(property: string, reason: string): CheckFailure {
    const failure = new CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    return failure;
}

/** What there is under this token. @throws Failure naming all that there are */
export function findByToken<One extends { readonly token: string }>(
    kind: "resource" | "function",
    all: readonly One[],
    token: string,
): One {
    const found = all.find((candidate) => candidate.token === token);
    if (found === undefined) {
        const tokens = all.map((candidate) => candidate.token).join(", ");
        throw new Failure(`There is no ${kind} ${token}. There are ${tokens}.`);
    }
    return found;
}

/** A call of the protocol. Whatever it throws is answered as a failure. */
export function unary<Request, Response>(
    answer: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
    return (call, reply) => {
        Promise.resolve(call.request)
            .then(answer)
            .then(
                (response) => reply(null, response),
                (error: unknown) =>
                    reply(error instanceof Failure ? error : new Failure(messageOf(error), status.INTERNAL)),
            );
    };
}
