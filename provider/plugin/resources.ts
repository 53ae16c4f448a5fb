import type { Resource } from "../resources/resource";

/** The resources of the plugin. Loaded by the first call that needs one, and not before the port stands. */
export async function loadResources(): Promise<readonly Resource[]> {
    const [{ numberOrder }, { keyword }, { phoneNumber }] = await Promise.all([
        import("../resources/numberOrder.js"),
        import("../resources/keyword.js"),
        import("../resources/phoneNumber.js"),
    ]);
    return [numberOrder, keyword, phoneNumber];
}
