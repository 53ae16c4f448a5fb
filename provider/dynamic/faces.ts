import { openSession } from "../sessions";
import { collectGarbage, preferMemoryToSpeed } from "../memory";
import { keyword } from "../resources/keyword";
import { numberOrder } from "../resources/numberOrder";
import { connectEngine } from "./engine";
import { createFace, type Host } from "./face";
import { leaveShownFailures } from "./failure";
import { watchInterrupts } from "./running";

preferMemoryToSpeed();
collectGarbage();
leaveShownFailures(console);

// The engine's address is the first argument of the process in which the SDK runs dynamic providers.
const engine = connectEngine(process.argv[2]);

const host: Host = {
    engine,
    running: watchInterrupts({
        signals: process,
        exit: async () => {
            await engine.flush();
            process.exit(0);
        },
        isOrphan: () => engine.isGone(),
    }),
    environment: process.env,
    programFolder: process.cwd(),
    openSession,
};

/**
 * Required late, and by name.
 * @public
 */
export const faces = { numberOrder: createFace(numberOrder, host), keyword: createFace(keyword, host) };
