import { writeFileSync, renameSync } from "node:fs";
import type { Deployment } from "../../../provider/stack/export";
import type { Begin, Outcome, Stored } from "./job";

interface Pending extends Begin {
    readonly run: number;
}

/** What the engine keeps of a stack between its commands, in a file that a provider process reads as the stack's export. */
export class EngineState {
    private readonly resources = new Map<string, Stored>();
    private pending: Pending[] = [];
    private run = 0;

    constructor(
        readonly file: string,
        private readonly created: string,
    ) {
        this.save();
    }

    stored(urn: string): Stored | undefined {
        return this.resources.get(urn);
    }

    all(): Stored[] {
        return [...this.resources.values()];
    }

    beginCommand(): void {
        this.run += 1;
    }

    /** Stored before the operation is called. */
    begin(operation: Begin): void {
        this.forgetUpdates();
        this.pending.push({ ...operation, run: this.run });
        this.save();
    }

    end({ urn, stored, isGone }: Outcome): void {
        const isUnderWay = this.pending.some((one) => one.urn === urn && one.run === this.run);
        if (!isUnderWay && stored === undefined && !isGone) {
            // Nothing is written for a resource that stays as it is.
            return;
        }
        this.forgetUpdates();
        this.pending = this.pending.filter((one) => one.urn !== urn || one.run !== this.run);
        if (stored !== undefined) {
            this.resources.set(urn, stored);
        } else if (isGone) {
            this.resources.delete(urn);
        }
        this.save();
    }

    /** The first write of a command erases the updates that earlier ones left; their creates stay for ever. */
    private forgetUpdates(): void {
        this.pending = this.pending.filter(({ operation, run }) => operation === "creating" || run === this.run);
    }

    private save(): void {
        const root = "pulumi:pulumi:Stack";
        const deployment: Deployment = {
            resources: [
                { urn: `urn:pulumi:dev::shop::${root}::shop-dev`, type: root, created: this.created },
                ...[...this.resources].map(([urn, { id, inputs, outputs }]) => ({
                    urn,
                    type: typeOf(urn),
                    id,
                    inputs,
                    outputs,
                })),
            ],
            pending_operations: this.pending.map(({ operation, urn, inputs }) => ({
                type: operation,
                resource: { urn, type: typeOf(urn), inputs },
            })),
        };
        writeFileSync(`${this.file}.new`, JSON.stringify(deployment));
        renameSync(`${this.file}.new`, this.file);
    }
}

function typeOf(urn: string): string {
    return urn.split("::")[2] ?? "";
}
