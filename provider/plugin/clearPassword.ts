import { readFileSync } from "node:fs";
import { join } from "node:path";

const key = "callfire:password";

/**
 * What to say of a password that the stack's configuration keeps in clear; undefined where it does not. The engine hands
 * every setting over decrypted, so that only the files tell.
 */
export function warnOfClearPassword(programFolder: string, providerUrn: string): string | undefined {
    const stack = /^urn:pulumi:(.*?)::/.exec(providerUrn)?.[1];
    const files = ["Pulumi.yaml", ...(stack === undefined ? [] : [`Pulumi.${stack}.yaml`])];
    return files.some((file) => isInClear(readIfThere(join(programFolder, file))))
        ? `${key} is kept in clear in the stack's settings file. To encrypt it: pulumi config set --secret ${key} <password>`
        : undefined;
}

/** `callfire:password: text`, or `value: text` below it; an encrypted one has `secure: ...` there. */
function isInClear(settings: string): boolean {
    return /^\s*["']?callfire:password["']?:(?:[ \t]+[^\s{#]|\s*\n\s+value:)/m.test(settings);
}

function readIfThere(file: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return "";
    }
}
