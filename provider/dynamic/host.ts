import type { Engine } from "../engine/connection";
import type { Operations } from "../engine/interrupts";
import type { Session } from "../orders/session";
import type { Settings, SettingSources } from "../settings/read";
import type { StackOptions } from "../stack/address";
import type { Stack } from "../stack/view";

/** The process that the engine calls. */
export interface Host {
    readonly engine: Pick<Engine, "reportFor" | "assertAlive" | "noteOnce">;
    readonly operations: Pick<Operations, "run">;
    /** Where the engine listens. */
    readonly address?: string;
    readonly environment: SettingSources["environment"];
    readonly programFolder: string;
    openSession(settings: Settings, onSimulator: (message: string) => void): Promise<Session>;
    /** What the engine's state knows of a stack. */
    stackView(options: StackOptions): Stack;
}
