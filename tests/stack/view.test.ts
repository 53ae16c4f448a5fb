import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Attempt } from "../../provider/orders/attempt";
import type { Deployment, ExportRequest } from "../../provider/stack/export";
import { readDeployment } from "../../provider/stack/reading";
import { rootFolder, stackAndProjectOf, type StackOptions } from "../../provider/stack/address";
import { openStack, stackView, type Stack } from "../../provider/stack/view";
import { makeFolder, removeFolder } from "../support/folders";
import { FakeCli } from "./fakeCli";

const type = "callfire:index:NumberOrder";
const urnOf = (name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;

function attempt(id: string): Attempt {
    const wants = { numbers: [], keywords: [], tollFree: 1 };
    return { id, uid: "u2", day: "2026-11-24", wants, picks: { local: [], tollFree: ["18005550100"] }, owned: [] };
}

function pending(name: string, id: string, kind = "creating", earlier: readonly Attempt[] = []) {
    return { type: kind, resource: { urn: urnOf(name), type, inputs: { __attempt: { ...attempt(id), earlier } } } };
}

const holding = (
    name: string,
    uid: string,
    numbers: readonly string[],
): NonNullable<Deployment["resources"]>[number] => ({
    urn: urnOf(name),
    type,
    id: uid,
    outputs: { acquiredNumbers: numbers, __held: { uid } },
});

describe("what a process knows of a stack", () => {
    let asked: ExportRequest[];
    let warnings: string[];
    /** What the engine's state is; an error where it can't be read. */
    let state: Deployment | Error;
    let stack: Stack;

    beforeEach(() => {
        asked = [];
        warnings = [];
        state = {
            resources: [holding("support", "u1", ["12065550142"])],
            pending_operations: [pending("sales", "a1")],
        };
        stack = open();
    });

    function open(options: Partial<StackOptions> = {}): Stack {
        return openStack(
            {
                organization: "acme",
                project: "shop",
                stack: "dev",
                folder: "/program",
                environment: { PULUMI_HOME: "/nowhere" },
                warn: (message) => void warnings.push(message),
                ...options,
            },
            (request) => {
                asked.push(request);
                return state instanceof Error ? Promise.reject(state) : Promise.resolve(readDeployment(state));
            },
        );
    }

    const idsOf = async (...names: string[]): Promise<string[]> =>
        (await stack.earlier(names.map(urnOf))).own.map(({ id }) => id);
    const held = async (): Promise<unknown[]> =>
        (await stack.holders()).map(({ uid, names, isDeleted }) => [uid, names, isDeleted]);

    it("is read once, whoever asks for whatever", async () => {
        await Promise.all([stack.holders(), stack.identity(), stack.read(), idsOf("sales"), idsOf("support")]);
        assert.deepEqual(asked, [{ stack: "acme/shop/dev", folder: "/program" }]);
    });

    it("is nothing where it can't be read, which is said once and never fails", async () => {
        state = new Error("there is no pulumi command on PATH");
        assert.deepEqual([await held(), await idsOf("sales"), await stack.identity()], [[], [], stack.id]);
        await stack.warnIfNotStored(attempt("a1"));
        assert.equal(warnings.length, 1);
        assert.match(warnings[0] ?? "", /there is no pulumi command on PATH.*this machine's journal alone/s);
    });

    it("is looked at again before the first order: does the engine store what is ordered?", async () => {
        await stack.read();
        state = { pending_operations: [pending("support", "a2", "updating")] };
        await Promise.all([stack.warnIfNotStored(attempt("a2")), stack.warnIfNotStored(attempt("a3"))]);
        await stack.warnIfNotStored(attempt("a4"));
        assert.equal(asked.length, 2);
        assert.deepEqual(warnings, []);
    });

    it("has stored what an earlier run was about to order, too: that is ordered again", async () => {
        for (const kept of [
            { pending_operations: [pending("support", "a2", "updating", [attempt("a1")])] },
            {
                resources: [
                    {
                        ...holding("support", "u1", []),
                        outputs: { __held: { uid: "u1", unresolved: [attempt("a1")] } },
                    },
                ],
            },
        ]) {
            state = kept;
            await open().warnIfNotStored(attempt("a1"));
        }
        assert.deepEqual(warnings, []);
    });

    it("says once where the engine does not store what is ordered", async () => {
        await stack.warnIfNotStored(attempt("a2"));
        await stack.warnIfNotStored(attempt("a3"));
        assert.equal(warnings.length, 1);
        assert.match(warnings[0] ?? "", /does not show the operation that is under way.*PULUMI_SKIP_CHECKPOINTS/s);
    });

    it("is what the program has read, where it has: the engine may have forgotten it since", async () => {
        const handed = { own: [attempt("a7")], others: { [urnOf("desk")]: [attempt("a8")] } };
        assert.deepEqual(await stack.earlier([urnOf("support")], handed), handed);
        assert.equal(asked.length, 0);
        // Calls that no program hands anything to.
        assert.deepEqual([await idsOf("support"), await idsOf("desk"), await idsOf("sales")], [["a7"], ["a8"], ["a1"]]);
    });

    it("counts an attempt once that both the program and the engine tell of", async () => {
        await stack.earlier([urnOf("sales")], { own: [attempt("a1"), attempt("a2")], others: {} });
        assert.deepEqual(await idsOf("sales"), ["a1", "a2"]);
    });

    it("finds what is left under the names that a resource had before", async () => {
        assert.deepEqual(await idsOf("shop", "sales"), ["a1"]);
        await stack.earlier([urnOf("old")], { own: [attempt("a7")], others: {} });
        assert.deepEqual(await idsOf("new", "old"), ["a7"]);
    });

    it("has leftovers of what is not in the state, and that nobody has asked about", async () => {
        const leftovers = async (name: string): Promise<string[]> => [...(await stack.leftovers(urnOf(name))).keys()];
        assert.deepEqual([await leftovers("help"), await leftovers("sales")], [[urnOf("sales")], []]);
        assert.deepEqual([...(await stack.leftovers(urnOf("help").replace(type, "callfire:index:Keyword")))], []);
        // Of either adapter: a program may have gone over to the other one since.
        const elsewhere = urnOf("help").replace(type, "pulumi-nodejs:dynamic/callfire:NumberOrder");
        assert.deepEqual([...(await stack.leftovers(elsewhere)).keys()], [urnOf("sales")]);
        assert.deepEqual(await idsOf("sales"), ["a1"]);
        assert.deepEqual(await leftovers("help"), []);
    });

    it("has no leftovers of its own run, which another process may have begun to create", async () => {
        const { resource } = pending("sales", "a1");
        const inputs = { __attempt: { ...attempt("a1"), run: "127.0.0.1:4000" } };
        state = { pending_operations: [{ type: "creating", resource: { ...resource, inputs } }] };
        const sizes = ["127.0.0.1:4000", "127.0.0.1:4001"].map(
            async (engine) => (await open({ engine }).leftovers(urnOf("help"))).size,
        );
        assert.deepEqual(await Promise.all(sizes), [0, 1]);
    });

    it("knows what a resource lists that is about to be created, until it is there", () => {
        stack.recordCreate(urnOf("support"), ["PROMO"]);
        assert.deepEqual(stack.listedByCreate(urnOf("support")), ["PROMO"]);
        stack.recordHolder({ urn: urnOf("support"), uid: "u9", names: ["PROMO"], orderIds: [] });
        assert.deepEqual(stack.listedByCreate(urnOf("support")), []);
    });

    it("finds what is left of a resource by its uid, whatever the state calls it now", async () => {
        state = {
            resources: [holding("help", "u2", [])],
            pending_operations: [pending("support", "a1", "updating")],
        };
        assert.deepEqual([await idsOf("help"), await idsOf("support")], [["a1"], []]);
    });

    it("follows what this process does: what is held from now on, and what is being deleted", async () => {
        assert.deepEqual(await held(), [["u1", ["12065550142"], false]]);
        stack.recordHolder({ urn: urnOf("support"), uid: "u1", names: ["12065550143"], orderIds: [] });
        stack.recordHolder({ urn: urnOf("desk"), uid: "u2", names: ["PROMO"], orderIds: ["1"] });
        assert.deepEqual(await held(), [
            ["u1", ["12065550143"], false],
            ["u2", ["PROMO"], false],
        ]);
        stack.recordDeletion("u1");
        assert.deepEqual(await held(), [
            ["u1", ["12065550143"], true],
            ["u2", ["PROMO"], false],
        ]);
    });

    it("is the same for everybody in this process, and another for another stack", async () => {
        const cli = await FakeCli.install();
        try {
            await cli.run("echo asked >> asked; exit 1");
            const options = {
                project: "view",
                stack: "dev",
                folder: cli.folder,
                environment: {},
                warn: () => undefined,
            };
            const view = stackView({ ...options, organization: "acme" });
            assert.equal(stackView({ ...options, organization: "acme" }), view);
            assert.notEqual(stackView({ ...options, organization: "other" }), view);
            assert.notEqual(stackView({ ...options, organization: "acme", stack: "production" }), view);
        } finally {
            await cli.remove();
        }
    });

    it("is of the stack that a URN names", () => {
        assert.deepEqual(stackAndProjectOf(urnOf("support")), { stack: "dev", project: "shop" });
    });
});

describe("where a stack is kept", () => {
    let folder: string;
    beforeEach(async () => {
        folder = await makeFolder();
    });
    afterEach(() => removeFolder(folder));

    const idIn = (environment: StackOptions["environment"], organization?: string): Stack["id"] =>
        openStack({
            ...(organization !== undefined && { organization }),
            project: "shop",
            stack: "dev",
            folder,
            environment: { PULUMI_HOME: join(folder, "home"), ...environment },
            warn: () => undefined,
        }).id;
    const logIn = async (current: string): Promise<void> => {
        await mkdir(join(folder, "home"), { recursive: true });
        await writeFile(join(folder, "home", "credentials.json"), JSON.stringify({ current }));
    };

    it("is said by the environment, then by the project, then by the login", async () => {
        assert.deepEqual(idIn({}), { name: "/shop/dev" });
        await logIn("s3://logged-in");
        assert.equal(idIn({}).backend, "s3://logged-in");
        await writeFile(
            join(folder, "Pulumi.yaml"),
            `name: shop\nbackend:\n  url: "file:///project"\nruntime: nodejs\n`,
        );
        assert.equal(idIn({}).backend, "file:///project");
        assert.equal(idIn({ PULUMI_BACKEND_URL: "postgres://db/pulumi" }).backend, "postgres://db/pulumi");
    });

    it("is not told by credentials that are damaged or of nobody", async () => {
        await logIn("");
        assert.equal(idIn({}).backend, undefined);
        await writeFile(join(folder, "home", "credentials.json"), "{");
        assert.equal(idIn({}).backend, undefined);
    });

    it("has an organization, where the backend is self-managed always the same", async () => {
        await logIn("https://api.pulumi.com");
        assert.equal(idIn({}, "acme").name, "acme/shop/dev");
        assert.equal(idIn({}).name, "/shop/dev");
        assert.equal(idIn({ PULUMI_BACKEND_URL: "file:///backend" }).name, "organization/shop/dev");
    });

    it("is found in the program's root folder, wherever in it the program runs", async () => {
        const program = join(folder, "program", "src");
        await mkdir(program, { recursive: true });
        assert.equal(rootFolder(program), program);
        for (const file of ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"]) {
            const root = join(folder, "program", file);
            await writeFile(root, "name: shop\n");
            assert.equal(rootFolder(program), join(folder, "program"), file);
            await removeFolder(root);
        }
    });
});
