/** Of the package. Read by `require`, so that the one-file plugin holds it too. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- Outside of what is compiled.
export const { version } = require("../../../package.json") as { version: string };
