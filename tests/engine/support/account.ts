import { startSimulator, type RunningSimulator, type SimulatorOptions } from "../../../simulator/index";
import { EngineStack, type StackOptions } from "./engine";

export const login = "acme";
export const password = "correct horse battery";

/** The settings of a stack whose account is at this simulator. */
export function accountAt(simulator: RunningSimulator): NonNullable<StackOptions["config"]> {
    return {
        "callfire:endpoint": simulator.url,
        "callfire:login": login,
        "callfire:password": { secret: password },
    };
}

/** Simulators and stacks of the tests of one `describe`: each goes away with its test. */
export function opensInTests(usual: SimulatorOptions): {
    simulate: (options?: SimulatorOptions) => Promise<RunningSimulator>;
    stackOf: (options: StackOptions) => Promise<EngineStack>;
} {
    const cleanups: (() => void | Promise<void>)[] = [];
    afterEach(async () => {
        for (const cleanup of cleanups.splice(0).reverse()) {
            await cleanup();
        }
    });
    return {
        async simulate(options = {}) {
            const simulator = await startSimulator({ login, password, ...usual, ...options });
            cleanups.push(() => simulator.close());
            return simulator;
        },
        async stackOf(options) {
            const stack = await EngineStack.create(options);
            cleanups.push(() => stack.remove());
            return stack;
        },
    };
}
