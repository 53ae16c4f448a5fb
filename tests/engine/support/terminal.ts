import { Terminal } from "@xterm/headless";

/** So large that nothing is cut, wrapped, or scrolls away while it is redrawn. */
export const terminalSize = { cols: 800, rows: 120 };

/** What a person sees in the end of what a command has written to a terminal: lines that were redrawn, as they stand last. */
export async function screenAfter(written: string): Promise<string> {
    const terminal = new Terminal({ ...terminalSize, scrollback: 10_000, allowProposedApi: true });
    try {
        await new Promise<void>((resolve) => terminal.write(written, resolve));
        const { active } = terminal.buffer;
        const lines = Array.from(
            { length: active.length },
            (_, row) => active.getLine(row)?.translateToString(true) ?? "",
        );
        return lines.join("\n").trimEnd();
    } finally {
        terminal.dispose();
    }
}
