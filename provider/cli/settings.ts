import { existsSync } from "node:fs";
import { join } from "node:path";
import { readSettings } from "../config";
import type { SettingSources } from "../config";
import { folderStore } from "../orders/folderStore";
import { openJournal } from "../orders/journal";
import type { Journal } from "../orders/journal";
import { systemTime } from "../orders/time";
import type { World } from "./world";

/** What may be said on the command line; everything else, and always the password, comes from the environment. */
export interface SettingFlags {
    readonly endpoint?: string | undefined;
    readonly journal?: string | undefined;
}

export function sourcesOf({ endpoint, journal }: SettingFlags, world: World): SettingSources {
    return {
        explicit: {
            ...(endpoint !== undefined && { endpoint }),
            ...(journal !== undefined && { journal: journalSetting(journal) }),
        },
        stack: {},
        environment: world.environment,
        programFolder: world.folder,
    };
}

/** The journal needs no credentials, and no other setting may keep a person from looking into it. */
export function openJournalOnly(flags: SettingFlags, world: World): { journal: Journal; folder: string } {
    const sources = sourcesOf(flags, world);
    const explicit = { ...sources.explicit, endpoint: "simulator", pollScope: "account", maxItemsPerOrder: "100" };
    const { journalFolder } = readSettings({ ...sources, explicit });
    return { journal: openJournal(folderStore(journalFolder), systemTime), folder: journalFolder };
}

/** A command line with the settings of the stack in this folder, for those who keep them there. */
export function withStackSettings(command: string): string {
    return (
        `CALLFIRE_LOGIN="$(pulumi config get callfire:login)" ` +
        `CALLFIRE_PASSWORD="$(pulumi config get callfire:password)" npx pulumi-callfire ${command}`
    );
}

/** Whether this is the folder of a Pulumi program, so that its stack may have settings. */
export function isProgramFolder(world: World): boolean {
    return ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"].some((file) => existsSync(join(world.folder, file)));
}

/** The setting's own form, or just a folder, as people type it. */
function journalSetting(text: string): string {
    return /^(file|account):/.test(text) ? text : `file:${text}`;
}
