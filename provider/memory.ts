import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * A provider waits for most of its life, with hundreds of orders at once, and computes next to nothing. Left alone, V8 lets the
 * garbage of placing them lie where a machine has much memory: with 500 orders that is a third of the process
 * (decisions/0202). Both flags are V8's own and old, and are looked at whenever it collects or grows.
 */
export function preferMemoryToSpeed(): void {
    setFlagsFromString("--optimize-for-size");
    setFlagsFromString("--semi-space-growth-factor=1");
}

/** A process that has grown before keeps its old limits until the next full collection, which could come too late. */
export function collectGarbage(): void {
    setFlagsFromString("--expose-gc");
    (runInNewContext("gc") as () => void)();
    setFlagsFromString("--no-expose-gc");
}
