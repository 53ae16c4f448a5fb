import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { ReadRequest } from "@pulumi/pulumi/proto/provider_pb";
import { namesProperty } from "../engine/sealing";
import { decodeProperties, encodeProperties, hasSecrets, type Decoded, type Secrets } from "../engine/values";
import type { CheckedAttempt } from "../orders/attempt";
import { unknownValue, type Checked, type Properties, type Resource } from "../resources/resource";
import { attemptProperty, readAttempt, writeAttempt } from "../stack/reading";

/** Reads a message of the engine. */
export function decode(struct: Struct | undefined): Decoded {
    return decodeProperties(struct?.toJavaScript() ?? {});
}

/** Writes a message for the engine. */
export function encode(values: Properties, secrets?: Secrets): Struct {
    return toStruct(encodeProperties(values, secrets));
}

export function toStruct(encoded: Record<string, unknown>): Struct {
    return Struct.fromJavaScript(encoded as Record<string, JavaScriptValue>);
}

/** What was declared, and beside it what the operation may order. */
export interface Split {
    readonly values: Properties;
    readonly attempt: CheckedAttempt | undefined;
}

export function split(properties: Properties): Split {
    const { [attemptProperty]: attempt, ...values } = properties;
    return { values, attempt: readAttempt(attempt) };
}

export function withAttempt(inputs: Properties, attempt: Checked["attempt"]): Properties {
    return attempt === undefined
        ? inputs
        : { ...inputs, [attemptProperty]: attempt === unknownValue ? unknownValue : writeAttempt(attempt) };
}

/** Of a state what was declared, and what it holds from secret declarations of before: what follows from them is secret too. */
export function inputsOf({ values, secrets }: Decoded, { declaration: { inputs } }: Resource): Decoded {
    const ofInputs = <T>(properties: Readonly<Record<string, T>>): Record<string, T> =>
        Object.fromEntries(Object.entries(properties).filter(([name]) => name in inputs || name === namesProperty));
    return { values: ofInputs(values), secrets: secrets === true ? true : ofInputs(secrets) };
}

/** A read has no declaration: what was secret in the inputs or in the state stays secret. */
export function knownToRead(request: ReadRequest): Decoded {
    const inputs = decode(request.getInputs());
    return hasSecrets(inputs.secrets) ? inputs : decode(request.getProperties());
}

export function presentOrUndefined(properties: Properties): Properties | undefined {
    return Object.keys(properties).length === 0 ? undefined : properties;
}
