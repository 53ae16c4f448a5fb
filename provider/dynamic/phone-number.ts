import type { Adapter } from "./adapter";

/**
 * The provider of `PhoneNumber`: this module's whole `exports`. From an installed package the engine's state then holds
 * one line, `require("pulumi-callfire/dynamic/phone-number")`, which must resolve in every later version. From a linked
 * package the SDK writes these functions out as text, so they capture nothing, and load the rest at their first call.
 */
function adapter(): Adapter {
    /* eslint-disable @typescript-eslint/no-require-imports -- An import would be captured. */
    // Text in the state has no file of its own: it finds the package as the program does.
    return __filename === ""
        ? (require("pulumi-callfire/dynamic/phone-number") as Adapter)
        : (require("./adapters") as typeof import("./adapters")).adapters.phoneNumber;
    /* eslint-enable @typescript-eslint/no-require-imports */
}

/** Done before it returns: the SDK makes other calls without waiting for the promise, which is here for its type. */
export function configure(...call: Parameters<Adapter["configure"]>): Promise<void> {
    adapter().configure(...call);
    return Promise.resolve();
}

export function check(...call: Parameters<Adapter["check"]>): ReturnType<Adapter["check"]> {
    return adapter().check(...call);
}

export function diff(...call: Parameters<Adapter["diff"]>): ReturnType<Adapter["diff"]> {
    return adapter().diff(...call);
}

export function create(...call: Parameters<Adapter["create"]>): ReturnType<Adapter["create"]> {
    return adapter().create(...call);
}

export function read(...call: Parameters<Adapter["read"]>): ReturnType<Adapter["read"]> {
    return adapter().read(...call);
}

export function update(...call: Parameters<Adapter["update"]>): ReturnType<Adapter["update"]> {
    return adapter().update(...call);
}

function release(...call: Parameters<Adapter["delete"]>): ReturnType<Adapter["delete"]> {
    return adapter().delete(...call);
}
export { release as delete };
