import { copyFileSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { waitFor } from "./processes.js";

export interface ResourceState {
    urn: string;
    type: string;
    id?: string;
    custom: boolean;
    delete?: boolean;
    external?: boolean;
    initErrors?: string[];
    /** The line that declares it: `project:///index.js#3,1`. */
    sourcePosition?: string;
    inputs?: Record<string, unknown>;
    outputs?: Record<string, unknown>;
}

export interface Deployment {
    resources: ResourceState[];
    pendingOperations: { type: string; resource: ResourceState }[];
}

/** A stack's file in a backend that is a folder. */
interface Checkpoint {
    checkpoint: {
        latest?: { resources?: ResourceState[]; pending_operations?: Deployment["pendingOperations"] } | null;
    };
}

/**
 * What a backend keeps of a stack. Read from its file, which `pulumi stack export` prints: to start the engine for it takes a second.
 * @param isEngineAtIt while a command runs the file may be half-written
 */
export async function readState(backend: string, stack: string, isEngineAtIt: () => boolean): Promise<Deployment> {
    const { checkpoint } = await waitFor("the state to be readable", () => {
        const found = readCheckpoint(fileOf(backend, stack));
        if (found === undefined && !isEngineAtIt()) mendCheckpoint(backend, stack);
        return found;
    });
    const { resources, pending_operations: pendingOperations } = checkpoint.latest ?? {};
    return { resources: resources ?? [], pendingOperations: pendingOperations ?? [] };
}

/** After its engine was killed a stack's file may be half-written. */
export function mendCheckpoint(backend: string, stack: string): void {
    const file = fileOf(backend, stack);
    // The engine keeps a copy of the file beside it, for a person to take.
    const copy = `${file}.bak`;
    if (readCheckpoint(file) === undefined && readCheckpoint(copy) !== undefined) {
        copyFileSync(copy, file);
    }
}

function fileOf(backend: string, stack: string): string {
    const stacks = join(backend, ".pulumi/stacks");
    // One program, one project.
    const [project = ""] = readdirSync(stacks);
    return join(stacks, project, `${stack}.json`);
}

/** Undefined where there is none, or where it is half-written. */
function readCheckpoint(file: string): Checkpoint | undefined {
    try {
        return JSON.parse(readFileSync(file, "utf8")) as Checkpoint;
    } catch {
        return undefined;
    }
}
