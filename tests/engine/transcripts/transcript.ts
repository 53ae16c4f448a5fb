import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { EngineStack } from "../support/engine";
import type { Result } from "../support/running";
import { screenAfter } from "../support/terminal";
import { Words } from "./words";

/** Where the engine writes to: a person's terminal, in which lines are redrawn, or a pipeline's log. */
export type Display = "terminal" | "pipeline";

const folder = resolve(__dirname, "../../../../docs/transcripts");

/** What a person sees of a stack, step by step, as a page of the documentation. */
export class Transcript {
    readonly #parts: string[] = [];
    readonly #seen = new Words();

    constructor(
        private readonly name: string,
        private readonly title: string,
        private readonly stack: EngineStack,
        private readonly display: Display,
    ) {}

    /** Runs a command of the engine and takes in what it shows. */
    async show(step: string, explanation: string, ...command: string[]): Promise<Result> {
        const running = this.display === "terminal" ? this.stack.inTerminal(command) : this.stack.start(command);
        const result = await running.result;
        const shown = this.display === "terminal" ? await screenAfter(result.output) : result.output;
        const words = this.#seen.of(shown, this.stack.folder);
        this.#parts.push(`## ${step}\n\n${explanation}\n\n\`\`\`\n$ pulumi ${command.join(" ")}\n${words}\n\`\`\`\n`);
        return { ...result, output: shown };
    }

    /** The page in the repository shows what was seen; `RECORD_TRANSCRIPTS=1` makes it so. */
    assertKept(): void {
        const file = join(folder, `${this.name}.md`);
        const seen = `# ${this.title}\n\n${introduction}\n\n${this.#parts.join("\n")}`;
        if (process.env["RECORD_TRANSCRIPTS"] !== undefined) {
            writeFileSync(file, seen);
        }
        const kept = existsSync(file) ? readFileSync(file, "utf8") : "";
        assert.deepEqual(
            linesOf(seen),
            linesOf(kept),
            `${this.name}.md: record it with RECORD_TRANSCRIPTS=1, and read what has changed`,
        );
    }
}

/** What the engine does side by side it shows in any order; which stand-in a number or an order has, depends on that. */
function linesOf(page: string): string[] {
    return (
        page
            .replace(/\b1\d{10}(?:, 1\d{10})*\b/g, (list) => `${String(list.split(", ").length)} numbers`)
            .replace(/\(\d{3}\) \d{3}-\d{4}/g, "a number")
            .replace(/\b14285\d{5}\b/g, "an order")
            // The last of a tree's rows, and whether the engine ends the stack itself in a row of its own.
            .replaceAll("└─", "├─")
            .replace(/^ - {2}(pulumi:pulumi:Stack \S+) deleted?(?: \(1s\))?$/gm, "    $1")
            .split("\n")
            .sort()
    );
}

const introduction = `Recorded on the real engine and the simulator; \`npm test\` compares it with what is shown today. Numbers, days and durations stand
for whatever they are in your run, and of rows that change only the last one is kept.`;
