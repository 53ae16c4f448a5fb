import { defaultMaxItems } from "../orders/items";

export type SettingName =
    "login" | "password" | "endpoint" | "pollScope" | "maxItemsPerOrder" | "bulkOrders" | "journal";

/** A setting: `callfire:<name>` in stack configuration, or its environment variable. */
export interface Definition {
    readonly environment: string;
    readonly description: string;
    /** The type in the schema; a string where absent. */
    readonly type?: "integer";
    /** The value is kept encrypted: always, or where it holds a password. */
    readonly secret?: "always" | "with a password";
    /** Absent where there is none, or where it is found out only when the settings are read. */
    readonly default?: string;
}

export const settingDefinitions: Readonly<Record<SettingName, Definition>> = {
    login: {
        environment: "CALLFIRE_LOGIN",
        description: "API login of the CallFire account. Login and password come from one source.",
    },
    password: {
        environment: "CALLFIRE_PASSWORD",
        description: "API password that belongs to the login.",
        secret: "always",
    },
    endpoint: {
        environment: "CALLFIRE_ENDPOINT",
        description:
            "Base URL of CallFire's REST API 1.1: https, or http to this machine. " +
            "`simulator` runs the embedded simulator: nothing is bought, no login is needed. Default: CallFire's own.",
        default: "https://www.callfire.com/api/1.1/rest",
    },
    pollScope: {
        environment: "CALLFIRE_POLL_SCOPE",
        description:
            "What CallFire's limit of one GetNumberOrder call per second counts for: `account` (default) or `order`.",
        default: "account",
    },
    maxItemsPerOrder: {
        environment: "CALLFIRE_MAX_ITEMS_PER_ORDER",
        description: `An order of more items than this is refused as a typo. Default: ${String(defaultMaxItems)}.`,
        type: "integer",
        default: String(defaultMaxItems),
    },
    bulkOrders: {
        environment: "CALLFIRE_BULK_ORDERS",
        description:
            "How numbers that are asked for by count are ordered: by `name` (default), each picked from CallFire's offer before it is " +
            "ordered, so that it can't be bought twice; or by `count`, which lets CallFire choose them.",
        default: "name",
    },
    journal: {
        environment: "CALLFIRE_JOURNAL",
        description:
            "Where the record of orders is kept: `file:<folder>`, relative to the program's folder, or `postgres://...`. " +
            "Default: `callfire/journal` in the Pulumi home.",
        secret: "with a password",
    },
};
