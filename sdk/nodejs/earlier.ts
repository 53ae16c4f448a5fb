import * as pulumi from "@pulumi/pulumi";
import { exportStackNow } from "../../provider/stack/export";
import { fleetingOfOthers, readDeployment, unresolvedOf } from "../../provider/stack/reading";
import type { Reading } from "../../provider/stack/reading";
import { rootFolder } from "../../provider/stack/view";
import type { Earlier } from "../../provider/stack/view";
import { monitorOf } from "./monitor";

const readings = new Map<string, Reading | undefined>();

/**
 * What earlier runs may have bought for a resource, and for others that the engine is about to forget. Read before anything is
 * registered: the first write of a run erases what the engine knows of interrupted updates.
 */
export function earlierAttempts(urns: readonly string[]): Earlier | undefined {
    const reading = readStack();
    if (reading === undefined) {
        return undefined;
    }
    return { own: unresolvedOf(reading, urns), others: fleetingOfOthers(reading, urns) };
}

/** Reads the engine's state of the stack that this program runs for, once; undefined where there is no engine. */
function readStack(): Reading | undefined {
    const stack = stackName();
    if (stack === undefined) {
        return undefined;
    }
    if (!readings.has(stack)) {
        readings.set(stack, readNow(stack));
    }
    return readings.get(stack);
}

function readNow(stack: string): Reading | undefined {
    try {
        return readDeployment(exportStackNow({ stack, folder: rootFolder(process.cwd()) }));
    } catch {
        // The provider tries it too, and says what is not protected where it can't be done.
        return undefined;
    }
}

/** `organization/project/stack`; undefined in unit tests, where Pulumi's mocks stand for the engine. */
function stackName(): string | undefined {
    if (monitorOf()?.isMocked !== false) {
        return undefined;
    }
    try {
        return `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
    } catch {
        return undefined;
    }
}

// At once, where the program was started by an engine; for programs that run inside their host, at their first resource.
if (process.env["PULUMI_NODEJS_MONITOR"] !== undefined) {
    readStack();
}
