import { settingDefinitions } from "../settings/definitions";
import type { SettingSources } from "../settings/read";

export interface ConfigureRequest {
    readonly config: { get(key: string): string | undefined };
}

/** The `callfire:` keys of the stack. All of them where the SDK lets us see them, so that a misspelt one is noticed. */
export function stackSettings(config: ConfigureRequest["config"]): Pick<SettingSources, "stack" | "project"> {
    const { rawConfig = {}, projectName } = config as { rawConfig?: Record<string, string>; projectName?: string };
    const prefix = "callfire:";
    const keys = Object.keys(rawConfig).filter((key) => key.startsWith(prefix));
    const names = keys.map((key) => key.slice(prefix.length));
    const stack = Object.fromEntries(
        [...names, ...Object.keys(settingDefinitions)].map((name) => [name, config.get(prefix + name)]),
    );
    const found = Object.fromEntries(Object.entries(stack).filter(([, value]) => value !== undefined));
    return { stack: found, ...(projectName === undefined ? {} : { project: projectName }) };
}
