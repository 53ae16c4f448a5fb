import type { Resource } from "../resources/resource";

/** The resources of the plugin. Loaded by the first call that needs one, and not before the port stands. */
export function loadResources(): Promise<readonly Resource[]> {
    return Promise.all([
        import("../resources/numberOrder.js").then(({ numberOrder }) => numberOrder),
        import("../resources/keyword.js").then(({ keyword }) => keyword),
        import("../resources/phoneNumber.js").then(({ phoneNumber }) => phoneNumber),
        import("../resources/numberConfiguration/numberConfiguration.js").then((one) => one.numberConfiguration),
        import("../resources/subscription.js").then(({ subscription }) => subscription),
        import("../resources/autoReply.js").then(({ autoReply }) => autoReply),
        import("../resources/numberLabel.js").then(({ numberLabel }) => numberLabel),
    ]);
}
