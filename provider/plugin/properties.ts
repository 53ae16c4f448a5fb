import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { decodeProperties, encodeProperties, type Decoded, type Secrets } from "../engineValues";
import type { Properties } from "../resources/resource";

/** Reads a message of the engine. */
export function decode(struct: Struct | undefined): Decoded {
    return decodeProperties(struct?.toJavaScript() ?? {});
}

/** Writes a message for the engine. */
export function encode(values: Properties, secrets?: Secrets): Struct {
    return Struct.fromJavaScript(encodeProperties(values, secrets) as Record<string, JavaScriptValue>);
}
