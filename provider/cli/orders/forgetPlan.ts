import type { OutputOptions } from "../context";
import type { SettingOptions } from "../settings";

export interface ForgetOptions extends SettingOptions, OutputOptions {
    readonly yes?: boolean;
    readonly force?: boolean;
    readonly urn?: string;
}

/** What is given up by forgetting, and how. */
export interface ForgetPlan {
    /** Said before the person is asked. */
    readonly consequences: readonly string[];
    /** Answers what was done. Absent where there is nothing left to do. */
    readonly carryOut?: () => Promise<readonly string[]>;
}
