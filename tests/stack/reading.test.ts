import assert from "node:assert/strict";
import type { Attempt, CheckedAttempt } from "../../provider/orders/attempt";
import { createSeal } from "../../provider/orders/seal";
import type { Deployment, ExportedResource } from "../../provider/stack/export";
import { attemptsToCarry, readAttempt, readDeployment, unresolvedOf, writeAttempt } from "../../provider/stack/reading";
import { asExported } from "../provider-engine/exported";

const type = "callfire:index:NumberOrder";
const urnOf = (name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;
const secret = (value: unknown): object => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
});

function attempt(id: string, changes: Partial<CheckedAttempt> = {}): CheckedAttempt {
    return {
        id,
        uid: "u1",
        day: "2026-11-24",
        wants: { numbers: [], keywords: [], tollFree: 1 },
        picks: { local: [], tollFree: ["18005550100"] },
        owned: [],
        earlier: [],
        others: {},
        ...changes,
    };
}

function own({ earlier: _earlier, others: _others, ...rest }: CheckedAttempt): Attempt {
    return rest;
}

function resource(name: string, inputs: CheckedAttempt | undefined, outputs?: object): ExportedResource {
    return {
        urn: urnOf(name),
        type,
        inputs: inputs === undefined ? {} : { __attempt: writeAttempt(inputs) },
        ...(outputs && { id: name, outputs: outputs as Record<string, unknown> }),
    };
}

/** As `pulumi stack export` prints it. */
const read = (deployment: Deployment): ReturnType<typeof readDeployment> =>
    readDeployment(JSON.parse(JSON.stringify(deployment)) as Deployment);
const unresolved = (deployment: Deployment, name = "support"): string[] =>
    unresolvedOf(read(deployment), [urnOf(name)]).map(({ id }) => id);

describe("what the engine's state says of interrupted runs", () => {
    it("is nothing of a stack that is new", () => {
        const { holders, stored, outputs, created } = read({});
        assert.deepEqual([holders, [...stored], [...outputs], created], [[], [], [], undefined]);
    });

    it("is what a pending create or update was allowed to order", () => {
        const [first, second] = [attempt("a1"), attempt("a2")];
        const {
            stored,
            aboutToBeForgotten,
            unresolved: found,
        } = read({
            pending_operations: [
                { type: "creating", resource: resource("support", first) },
                { type: "updating", resource: resource("sales", second, { __held: { uid: "u2" } }) },
            ],
        });
        assert.deepEqual(found.get(urnOf("support")), [own(first)]);
        assert.deepEqual(found.get(urnOf("sales")), [own(second)]);
        assert.deepEqual([...stored], ["a1", "a2"]);
        // The next write of the engine forgets it.
        assert.deepEqual([...aboutToBeForgotten], ["a2"]);
    });

    it("is still that of a replacement, although a refresh has noted it in what was to be replaced", () => {
        const [old, other] = [attempt("a1"), attempt("a2", { uid: "u2" })];
        const outputs = { __held: { uid: "u1", attempt: "a1", unresolved: [own(old), own(other)] } };
        const refreshed = { resources: [resource("support", old, outputs)] };
        assert.deepEqual(unresolved(refreshed), ["a2"]);
        const replaced = { uid: "u2", attempt: "a3", resolved: ["a2"] };
        const both = [...refreshed.resources, resource("support", attempt("a3"), { __held: replaced })];
        assert.deepEqual(unresolved({ resources: both }), []);
    });

    it("is nothing where something is only read or deleted, and nothing of other providers", () => {
        const deployment: Deployment = {
            pending_operations: [
                { type: "reading", resource: resource("support", attempt("a1")) },
                { type: "deleting", resource: resource("support", attempt("a2")) },
                {
                    type: "creating",
                    resource: {
                        urn: "urn:pulumi:dev::shop::acme:index:Fax::support",
                        type: "acme:index:Fax",
                        inputs: { __attempt: attempt("a3") },
                    },
                },
            ],
        };
        assert.deepEqual([read(deployment).unresolved.size, read(deployment).stored.size], [0, 0]);
    });

    it("is the same under both adapters and under any parent", () => {
        for (const [kind, urnType] of [
            [
                "pulumi-nodejs:dynamic/callfire:NumberOrder",
                "acme:index:Shop$pulumi-nodejs:dynamic/callfire:NumberOrder",
            ],
            [type, `acme:index:Shop$${type}`],
        ] as const) {
            const urn = `urn:pulumi:dev::shop::${urnType}::support`;
            const pending = {
                type: "creating",
                resource: { urn, type: kind, inputs: { __attempt: writeAttempt(attempt("a1")) } },
            };
            assert.deepEqual(unresolvedOf(read({ pending_operations: [pending] }), [urn]).length, 1);
        }
    });

    it("is the attempts before it as well, oldest first, each once", () => {
        const third = attempt("a3", { earlier: [own(attempt("a1")), own(attempt("a2"))] });
        const deployment: Deployment = {
            pending_operations: [
                { type: "creating", resource: resource("support", attempt("a1")) },
                { type: "creating", resource: resource("support", third) },
            ],
        };
        assert.deepEqual(unresolved(deployment), ["a1", "a2", "a3"]);
    });

    it("is found under the names that a resource had before", () => {
        const deployment: Deployment = {
            pending_operations: [{ type: "creating", resource: resource("old", attempt("a1")) }],
        };
        assert.deepEqual(unresolvedOf(read(deployment), [urnOf("new"), urnOf("old")]).length, 1);
    });

    it("is no news where the resource's own state tells what came of it", () => {
        const pending_operations = ["a1", "a2", "a3"].map((id) => ({
            type: "creating",
            resource: resource("support", attempt(id)),
        }));
        const held = { uid: "u1", attempt: "a1", resolved: ["a2"], unresolved: [own(attempt("a3"))] };
        assert.deepEqual(unresolved({ pending_operations }), ["a1", "a2", "a3"]);
        const resources = [resource("support", attempt("a1"), { __held: held })];
        assert.deepEqual(unresolved({ pending_operations, resources }), []);
        const { attempt: _attempt, ...less } = held;
        assert.deepEqual(
            unresolved({ pending_operations, resources: [resource("support", undefined, { __held: less })] }),
            ["a1"],
        );
    });

    it("is what others carry since the engine has forgotten it", () => {
        const others = { [urnOf("sales")]: [own(attempt("a9", { uid: "u2" }))] };
        for (const deployment of [
            { resources: [resource("support", attempt("a1", { others }), { __held: { uid: "u1", attempt: "a1" } })] },
            { pending_operations: [{ type: "updating", resource: resource("support", attempt("a1", { others })) }] },
            // Of an update that failed the engine keeps the old inputs.
            { resources: [resource("support", attempt("a0"), { __held: { uid: "u1", attempt: "a1", others } })] },
        ]) {
            assert.deepEqual(unresolved(deployment, "sales"), ["a9"]);
        }
        // Its own state says that it is over.
        const over = resource("sales", undefined, { __held: { uid: "u2", resolved: ["a9"] } });
        const carrier = resource("support", attempt("a1", { others }), { __held: { uid: "u1", attempt: "a1" } });
        assert.deepEqual(unresolved({ resources: [carrier, over] }, "sales"), []);
    });

    it("tells which attempts of others are about to be forgotten: those of updates, and what it carries itself", () => {
        const third = { [urnOf("third")]: [own(attempt("a9"))] };
        const pending_operations = [
            { type: "creating", resource: resource("new", attempt("a1")) },
            { type: "updating", resource: resource("sales", attempt("a2", { earlier: [own(attempt("a0"))] })) },
            { type: "updating", resource: resource("support", attempt("a3")) },
        ];
        const resources = [resource("carrier", attempt("a4", { others: third }), { __held: { attempt: "a4" } })];
        for (const name of ["support", "carrier"]) {
            const others = attemptsToCarry(read({ resources, pending_operations }), [urnOf(name)]);
            const ids = Object.entries(others).map(([urn, attempts]) => [urn, attempts.map(({ id }) => id)]);
            assert.deepEqual(Object.fromEntries(ids), {
                // What came before it is in no other place either.
                [urnOf("sales")]: ["a0", "a2"],
                ...(name !== "support" && { [urnOf("support")]: ["a3"] }),
                ...(name === "carrier" && { [urnOf("third")]: ["a9"] }),
            });
        }
    });

    it("tells which names the engine has stored, so that they may be ordered: those of now, of before, and of the rest", () => {
        const now = attempt("a2", { earlier: [own(attempt("a1"))] });
        const rest = resource("support", undefined, { __held: { uid: "u1", unresolved: [own(attempt("a3"))] } });
        const { stored } = read({
            resources: [rest],
            pending_operations: [{ type: "updating", resource: resource("support", now) }],
        });
        assert.deepEqual(new Set(stored), new Set(["a1", "a2", "a3"]));
    });

    it("can't be told by an input that is encrypted or of another form, which fails nothing", () => {
        for (const inputs of [
            asExported({ __attempt: secret(attempt("a1")) }),
            { __attempt: "a1" },
            { __attempt: null },
            {},
        ]) {
            const pending = { type: "creating", resource: { urn: urnOf("support"), type, inputs } };
            assert.deepEqual(unresolved({ pending_operations: [pending] }), []);
        }
    });
});

describe("what the engine's state says of who holds what", () => {
    const outputs = {
        acquiredNumbers: ["12065550142"],
        acquiredKeywords: ["PROMO"],
        orderId: "1",
        orders: [{ id: "1" }, { id: "2" }, { intent: "i3" }],
        __held: { uid: "u1" },
    };

    it("names numbers, keywords and orders of each resource", () => {
        const { holders } = read({ resources: [resource("support", undefined, outputs)] });
        const [holder] = holders;
        assert.deepEqual(holder?.names, ["12065550142", "PROMO"]);
        assert.deepEqual([holder.urn, holder.uid, holder.isDeleted], [urnOf("support"), "u1", false]);
        assert.deepEqual(new Set(holder.orderIds), new Set(["1", "2"]));
    });

    it("names the one thing of a resource that is one thing", () => {
        const keyword = {
            urn: "urn:pulumi:dev::shop::callfire:index:Keyword::promo",
            type: "callfire:index:Keyword",
            outputs: { keyword: "PROMO" },
        };
        const number = {
            urn: "urn:pulumi:dev::shop::callfire:index:PhoneNumber::desk",
            type: "callfire:index:PhoneNumber",
            outputs: { number: "12065550142" },
        };
        const { holders } = read({ resources: [keyword, number] });
        assert.deepEqual(
            holders.map(({ names }) => names),
            [["PROMO"], ["12065550142"]],
        );
    });

    it("tells what waits for its deletion apart, and leaves out what is only looked at", () => {
        const old = { ...resource("support", undefined, outputs), delete: true };
        const looked = { ...resource("looked", undefined, outputs), external: true };
        const reading = read({
            resources: [old, resource("support", undefined, { ...outputs, __held: { uid: "u2" } }), looked],
        });
        assert.deepEqual(
            reading.holders.map(({ uid, isDeleted }) => [uid, isDeleted]),
            [
                ["u1", true],
                ["u2", false],
            ],
        );
        assert.deepEqual((reading.outputs.get(urnOf("support"))?.["__held"] as { uid: string }).uid, "u2");
    });

    it("names by their seals what is encrypted", () => {
        const seal = createSeal("acme", "sesame");
        const sealed = { acquiredNumbers: [seal("12065550142")], keyword: seal("PROMO") };
        const encrypted = asExported({
            ...outputs,
            acquiredNumbers: secret(["12065550142"]),
            __held: { uid: "u1", sealed },
        });
        const { holders } = read({ resources: [resource("support", undefined, encrypted)] });
        assert.deepEqual(holders[0]?.names, ["PROMO", seal("12065550142"), seal("PROMO")]);
    });

    it("knows when the stack was created by its root resource", () => {
        const root = {
            urn: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
            type: "pulumi:pulumi:Stack",
            created: "2026-01-01T00:00:00Z",
        };
        assert.equal(
            read({ resources: [root, { ...resource("support", undefined, outputs), created: "2026-02-01T00:00:00Z" }] })
                .created,
            root.created,
        );
    });
});

describe("the hidden input", () => {
    it("is written without what is empty, and read whole", () => {
        const written = writeAttempt(attempt("a1"));
        assert.deepEqual(written, {
            id: "a1",
            uid: "u1",
            day: "2026-11-24",
            wants: { tollFree: 1 },
            picks: { tollFree: ["18005550100"] },
        });
        assert.deepEqual(readAttempt(written), attempt("a1"));
    });

    it("keeps what it carries", () => {
        const whole = attempt("a2", {
            earlier: [own(attempt("a1"))],
            others: { "urn:b": [own(attempt("b1"))] },
            countedIn: "j1",
            owned: ["PROMO"],
        });
        assert.deepEqual(readAttempt(JSON.parse(JSON.stringify(writeAttempt(whole)))), whole);
    });
});
