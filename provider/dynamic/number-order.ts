import type { Face } from "./face";

/**
 * The provider of `NumberOrder`: this module's whole `exports`. From an installed package the engine's state then holds
 * one line, `require("pulumi-callfire/dynamic/number-order")`, which must resolve in every later version. From a linked
 * package the SDK writes these functions out as text, so they capture nothing, and load the rest at their first call.
 */
function face(): Face {
    /* eslint-disable @typescript-eslint/no-require-imports -- An import would be captured. */
    // Text in the state has no file of its own: it finds the package as the program does.
    return __filename === ""
        ? (require("pulumi-callfire/dynamic/number-order") as Face)
        : (require("./faces") as typeof import("./faces")).faces.numberOrder;
    /* eslint-enable @typescript-eslint/no-require-imports */
}

/** Done before it returns: the SDK makes other calls without waiting for the promise, which is here for its type. */
export function configure(...call: Parameters<Face["configure"]>): Promise<void> {
    face().configure(...call);
    return Promise.resolve();
}

export function check(...call: Parameters<Face["check"]>): ReturnType<Face["check"]> {
    return face().check(...call);
}

export function diff(...call: Parameters<Face["diff"]>): ReturnType<Face["diff"]> {
    return face().diff(...call);
}

export function create(...call: Parameters<Face["create"]>): ReturnType<Face["create"]> {
    return face().create(...call);
}

export function read(...call: Parameters<Face["read"]>): ReturnType<Face["read"]> {
    return face().read(...call);
}

export function update(...call: Parameters<Face["update"]>): ReturnType<Face["update"]> {
    return face().update(...call);
}

function release(...call: Parameters<Face["delete"]>): ReturnType<Face["delete"]> {
    return face().delete(...call);
}
export { release as delete };
