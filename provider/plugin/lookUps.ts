import type { LookUp } from "../functions/lookUp";

/** The functions of the plugin. Loaded by the first call that needs one, and not before the port stands. */
export async function loadLookUps(): Promise<readonly LookUp[]> {
    return (await import("../functions/lookUps.js")).lookUps;
}
