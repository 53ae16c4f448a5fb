import { readDeployment, attemptProperty, writeAttempt } from "../../provider/stack/reading";
import type { ExportedResource } from "../../provider/stack/export";
import { openStack } from "../../provider/stack/view";
import type { Stack } from "../../provider/stack/view";
import type { CheckedAttempt } from "../../provider/orders/attempt";
import type { Properties } from "../../provider/resources/resource";

/** What the engine keeps of a stack: resources, and the operations that were under way when it died. */
export class ModelEngine {
    readonly resources = new Map<string, ExportedResource>();
    readonly pending: { type: string; resource: ExportedResource }[] = [];
    /** When the stack was created. */
    created = "2026-01-01T00:00:00Z";
    canExport = true;

    /** Before it calls create or update, the engine stores what `check` returned. */
    begin(type: "creating" | "updating", urn: string, inputs: Properties, attempt: CheckedAttempt | undefined): void {
        this.pending.push({ type, resource: this.resourceOf(urn, withAttempt(inputs, attempt)) });
    }

    /** The operation has been answered. */
    end(urn: string, id?: string, inputs?: Properties, outputs?: Properties, attempt?: CheckedAttempt): void {
        const index = this.pending.findIndex(({ resource }) => resource.urn === urn);
        if (index !== -1) {
            this.pending.splice(index, 1);
        }
        this.store(urn, id, inputs, outputs, attempt);
    }

    /** A resource as it is from now on, if it is there at all. */
    store(urn: string, id?: string, inputs?: Properties, outputs?: Properties, attempt?: CheckedAttempt): void {
        if (id !== undefined && outputs !== undefined) {
            this.resources.set(urn, { ...this.resourceOf(urn, withAttempt(inputs ?? {}, attempt)), id, outputs });
        }
    }

    /** A refresh writes the state anew: creates that were under way stay in it, updates do not. */
    forgetUpdates(): void {
        const creates = this.pending.filter(({ type }) => type === "creating");
        this.pending.splice(0, this.pending.length, ...creates);
    }

    /** A resource is replaced: the old one waits for its deletion. */
    replace(urn: string): void {
        const old = this.resources.get(urn);
        if (old !== undefined) {
            this.resources.set(`${urn} (replaced)`, { ...old, delete: true });
            this.resources.delete(urn);
        }
    }

    remove(urn: string): void {
        this.resources.delete(urn);
    }

    /** As a new process sees it. */
    stack(): Stack {
        return openStack(
            {
                project: "shop",
                stack: "dev",
                organization: "organization",
                folder: "/nowhere",
                environment: {},
                warn: () => undefined,
            },
            () => {
                if (!this.canExport) {
                    return Promise.reject(new Error("there is no pulumi command on PATH"));
                }
                const root = {
                    urn: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
                    type: "pulumi:pulumi:Stack",
                };
                const plain = JSON.parse(
                    JSON.stringify({
                        resources: [{ ...root, created: this.created }, ...this.resources.values()],
                        pending_operations: this.pending,
                    }),
                ) as Parameters<typeof readDeployment>[0];
                return Promise.resolve(readDeployment(plain));
            },
        );
    }

    private resourceOf(urn: string, inputs: Properties): ExportedResource {
        return { urn, type: urn.split("::")[2] ?? "", inputs };
    }
}

function withAttempt(inputs: Properties, attempt: CheckedAttempt | undefined): Properties {
    return attempt === undefined ? inputs : { ...inputs, [attemptProperty]: writeAttempt(attempt) };
}
