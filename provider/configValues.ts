import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readEndpoint } from "./callfire/endpoint";

// Each throws a RangeError whose message goes on after "callfire:endpoint is "x", but ...".

export function parseEndpoint(value: string): string {
    return value === "simulator" ? value : readEndpoint(value).base;
}

export function parsePollScope(value: string): "account" | "order" {
    if (value !== "account" && value !== "order") {
        throw new RangeError('must be "account" or "order".');
    }
    return value;
}

export function parseMaximum(value: string): number {
    if (!/^[1-9]\d{0,8}$/.test(value.trim())) {
        throw new RangeError("must be a whole number of at least 1.");
    }
    return Number(value);
}

export function parseJournal(value: string, programFolder: string): string {
    if (value.startsWith("account:")) {
        throw new RangeError("a journal in the CallFire account is planned, not available yet: use file:<folder>.");
    }
    const path = value.startsWith("file:///") ? fileURLToPath(value) : value.replace(/^file:/, "");
    if (!value.startsWith("file:") || path === "") {
        throw new RangeError("must be file:<folder>.");
    }
    return resolve(programFolder, path.replace(/^~(?=$|[\\/])/, homedir()));
}

export function defaultJournalFolder(pulumiHome: string | undefined): string {
    return join(pulumiHome ?? join(homedir(), ".pulumi"), "callfire", "journal");
}
