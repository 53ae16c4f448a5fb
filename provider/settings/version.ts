/** Of the package. Read by `require`, so that the one-file plugin holds it too. */
export const version = readVersion();

function readVersion(): string {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- Outside of what is compiled.
    const { version } = require("../../../package.json") as { version: string };
    return version;
}
