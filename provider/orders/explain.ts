import {
    CallFireError,
    CredentialsRefusedError,
    PermissionRefusedError,
    RefusedError,
    SlowDownError,
    UnsentError,
} from "../callfire/errors";
import { asError } from "./session";

/** An error's message; of a call to CallFire also what it means for what is bought, and what to do next. */
export function explain(error: unknown): string {
    const { message } = asError(error);
    return error instanceof CallFireError ? `${message}. ${describeMeaning(error)}` : message;
}

function describeMeaning(error: CallFireError): string {
    if (error instanceof UnsentError) {
        return `Nothing was changed by it. Check the network and callfire:endpoint (CALLFIRE_ENDPOINT), then run it again.`;
    }
    if (error instanceof CredentialsRefusedError) {
        return `Nothing was changed by it. Check callfire:login and callfire:password (CALLFIRE_LOGIN, CALLFIRE_PASSWORD).`;
    }
    if (error instanceof PermissionRefusedError) {
        return `Nothing was changed by it. Give the API credentials this permission at CallFire, then run it again.`;
    }
    if (error instanceof RefusedError) {
        return `CallFire refused it, and nothing was changed by it.`;
    }
    const isLook = error.method === "GET";
    const isSafe = isLook
        ? "It only looked, so nothing was changed by it"
        : "What it did, if anything, the next run finds";
    return `${isSafe}. Run it again${error instanceof SlowDownError ? " in some minutes: CallFire asks for patience" : ""}.`;
}
