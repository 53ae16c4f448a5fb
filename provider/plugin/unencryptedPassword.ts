import { join } from "node:path";
import { textOf } from "../stack/address";

/** Whether the stack's configuration keeps the password in clear. The engine hands every setting over decrypted: only the files tell. */
export function isPasswordUnencrypted(programFolder: string, providerUrn: string): boolean {
    const stack = /^urn:pulumi:(.*?)::/.exec(providerUrn)?.[1];
    const files = ["Pulumi.yaml", ...(stack === undefined ? [] : [`Pulumi.${stack}.yaml`])];
    return files.some((file) => isInClear(textOf(join(programFolder, file))));
}

/** `callfire:password: text`, or `value: text` below it; an encrypted one has `secure: ...` there. */
function isInClear(settings: string): boolean {
    return /^\s*["']?callfire:password["']?:(?:[ \t]+[^\s{#]|\s*\n\s+value:)/m.test(settings);
}
