import * as pulumi from "@pulumi/pulumi";
import { exportStackNow } from "../../provider/stack/export";
import { attemptsToCarry, readDeployment, unresolvedOf } from "../../provider/stack/reading";
import type { Reading } from "../../provider/stack/reading";
import { rootFolder } from "../../provider/stack/address";
import type { Earlier } from "../../provider/stack/view";
import { monitorOf } from "./monitor";

/** By what the program talks to: a host of programs may run one after the other. */
const readings = new WeakMap<object, Reading | undefined>();

/**
 * What earlier runs may have bought for a resource, and for others that the engine is about to forget. Read before anything is
 * registered: the first write of a run erases what the engine knows of interrupted updates.
 */
export function earlierAttempts(urns: readonly string[]): Earlier | undefined {
    const reading = readStack();
    if (reading === undefined) {
        return undefined;
    }
    return { own: unresolvedOf(reading, urns), others: attemptsToCarry(reading, urns) };
}

/**
 * Reads the engine's state of the stack that this program runs for, once. Undefined where there is no engine, and in a preview: it writes
 * nothing, so that the provider can read beside the program.
 */
function readStack(): Reading | undefined {
    const engine = monitorOf();
    if (engine?.isMocked !== false || pulumi.runtime.isDryRun()) {
        return undefined;
    }
    if (!readings.has(engine.monitor)) {
        readings.set(engine.monitor, readNow());
    }
    return readings.get(engine.monitor);
}

function readNow(): Reading | undefined {
    try {
        const stack = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
        return readDeployment(exportStackNow({ stack, folder: rootFolder(process.cwd()) }));
    } catch {
        // The provider tries it too, and says what is not protected where it can't be done.
        return undefined;
    }
}

// At once, where the program was started by an engine; for programs that run inside their host, at their first resource.
if (process.env["PULUMI_NODEJS_MONITOR"] !== undefined) {
    readStack();
}
