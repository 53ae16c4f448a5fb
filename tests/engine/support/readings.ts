import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineStack } from "./engine";

/** Which processes of a stack's next commands ask the engine for its state, in their order; each is told once. */
export function readingsOfState(stack: EngineStack): () => string[] {
    const said = join(stack.folder, "readings");
    stack.env["NODE_OPTIONS"] = stack.runFirst(
        "readings",
        `const { appendFileSync } = require("node:fs");
const { basename, dirname } = require("node:path");
const { promisify } = require("node:util");
const child = require("node:child_process");
const note = (work) => (...call) => {
    if (call[1]?.includes("export")) appendFileSync(${JSON.stringify(said)}, basename(dirname(process.argv[1])) + "\\n");
    return work(...call);
};
const { execFile, execFileSync } = child;
child.execFileSync = note(execFileSync);
child.execFile = Object.assign(note(execFile), { [promisify.custom]: note(execFile[promisify.custom]) });
`,
    );
    return () => {
        const lines = readFileSync(said, "utf8").trim().split("\n");
        writeFileSync(said, "");
        return lines;
    };
}
