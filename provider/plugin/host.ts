import type { Engine } from "../engine/connection";
import type { Operations } from "../engine/interrupts";
import type { Operation, Session } from "../orders/session";
import type { Found, Resource } from "../resources/resource";
import type { Settings } from "../settings/read";
import type { Stack } from "../stack/view";
import type { Configuration } from "./configuration";

/** What the calls about resources need beside the calls themselves. */
export interface ProviderHost {
    readonly engine: Engine;
    readonly operations: Operations;
    readonly configuration: Configuration;
    loadResources(): Promise<readonly Resource[]>;
    openSession(settings: Settings, onSimulator: (message: string) => void): Promise<Session>;
    describeError(error: unknown, settings: Settings | undefined): Promise<string>;
    /** What the engine's state knows of the stack of this resource. */
    stackOf(urn: string): Promise<Stack>;
    /** Notes what the engine is about to forget of interrupted runs. */
    rememberAttempts(stack: Stack, session: Session): Promise<void>;
    /** Notes that an import holds something from now on. Throws where another resource of the stack holds it. */
    takeImport(found: Found, operation: Operation): Promise<void>;
}
