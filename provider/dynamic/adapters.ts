import { createEngine } from "../engine/connection";
import { createOperations, leaveWhenInterrupted } from "../engine/interrupts";
import { watchParents } from "../engine/liveness";
import { EngineGone } from "../orders/errors";
import { resources } from "../resources/all";
import { openSession } from "../settings/openSession";
import { stackView } from "../stack/view";
import { createAdapter } from "./adapter";
import { leaveShownFailures } from "./failure";
import type { Host } from "./host";

/** How long the other dynamic providers of this process may go on when the engine is gone. */
const graceMilliseconds = 10_000;

leaveShownFailures(console);

const operations = createOperations();
const engine = createEngine({
    isAbandoned: watchParents(),
    whenGone: () => {
        operations.interrupt(new EngineGone());
        setTimeout(() => void leave(), graceMilliseconds).unref();
    },
});
const leave = leaveWhenInterrupted({
    signals: process,
    operations,
    flush: () => engine.flush(),
    exit: () => process.exit(0),
});

// The engine's address is the first argument of the process in which the SDK runs dynamic providers.
const address = process.argv[2];
if (address !== undefined) {
    engine.connect(address);
}

const host: Host = {
    engine,
    ...(address !== undefined && { address }),
    operations,
    environment: process.env,
    programFolder: process.cwd(),
    openSession,
    stackView,
};

/** One of each resource in this process, whichever state asks for it. */
export const adapters = Object.fromEntries(
    Object.entries(resources).map(([name, resource]) => [name, createAdapter(resource, host)]),
) as Record<keyof typeof resources, ReturnType<typeof createAdapter>>;
