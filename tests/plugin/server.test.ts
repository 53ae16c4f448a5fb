import { status } from "@grpc/grpc-js";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CallFailure, secret, startBench, unknown, type Bag, type Bench } from "./support/client";
import { createThing, fakeSession, urn, waiting } from "./support/fakes";

const provider = "urn:pulumi:dev::shop::pulumi:providers:callfire::default_0_1_0";

describe("the plugin's calls", () => {
    let bench: Bench;
    let thing: ReturnType<typeof createThing>;
    beforeEach(async () => {
        thing = createThing();
        bench = await startBench({ loadResources: () => Promise.resolve([thing]) });
    });
    afterEach(() => bench.stop());

    it("shakes hands, and says which version it is", async () => {
        const handshake = await bench.call("handshake", { engineAddress: bench.engine.address });
        assert.equal(handshake["acceptSecrets"], true);
        assert.equal((await bench.call("getPluginInfo"))["version"], "0.1.0");
        assert.equal((await bench.call("getSchema"))["schema"], "{}");
    });

    it("normalises inputs, and names those that are wrong", async () => {
        const good = await bench.call("check", { urn, news: { name: " one " } });
        assert.deepEqual([good["inputs"], good["failures"]], [{ name: "one" }, []]);
        const bad = await bench.call("check", { urn, news: { name: "" } });
        assert.deepEqual(bad["failures"], [{ property: "name", reason: "name must not be empty." }]);
    });

    it("carries unknown and secret values through a check", async () => {
        const news = { name: unknown, numbers: ["1", secret("2")], place: { city: secret("Seattle") } };
        const { inputs } = await bench.call("check", { urn, news });
        assert.deepEqual(inputs, { name: unknown, numbers: secret(["1", "2"]), place: { city: secret("Seattle") } });
    });

    it("refuses a type that it does not have, by name", async () => {
        const failure = await failed(bench.call("check", { urn: urn.replace("Thing", "Fax"), news: {} }));
        assert.match(failure.message, /no resource callfire:index:Fax\. There are callfire:index:Thing\./);
    });

    it("tells a difference path by path, and what stays", async () => {
        const olds = { name: "one", numbers: ["1"], held: ["1"], account: "acme" };
        const answer = await bench.call("diff", { id: "1", urn, olds, news: { name: "one", numbers: ["2"] } });
        assert.equal(answer["changes"], 2);
        assert.deepEqual(answer["detaileddiff"], { "held[0]": { kind: 4, inputdiff: false } });
        assert.deepEqual([answer["diffs"], answer["replaces"], answer["stables"]], [["held"], [], ["account"]]);
        const replaced = await bench.call("diff", { id: "1", urn, olds, news: { name: "two", numbers: ["1"] } });
        assert.deepEqual(replaced["detaileddiff"], { name: { kind: 5, inputdiff: true } });
        assert.deepEqual(replaced["replaces"], ["name"]);
        assert.equal(
            (await bench.call("diff", { id: "1", urn, olds, news: { name: "one", numbers: ["1"] } }))["changes"],
            1,
        );
    });

    it("says in a line what a program changes, but not what a refresh found", async () => {
        const olds = { name: "one", numbers: ["1"] };
        const news = { name: "one", numbers: ["2"] };
        await bench.call("read", { id: "1", urn, properties: olds, inputs: news });
        await bench.call("diff", { id: "1", urn, olds, news });
        assert.equal(bench.engine.lines.length, 0);
        await bench.call("check", { urn, news });
        await bench.call("diff", { id: "1", urn, olds, news });
        await eventually(() =>
            assert.deepEqual(
                bench.engine.lines.map(({ message }) => message),
                ["changes held[0]"],
            ),
        );
        assert.equal(bench.engine.lines.at(0)?.urn, urn);
    });

    it("previews a create without calling the resource", async () => {
        const answer = await bench.call("create", { urn, properties: { name: "one" }, preview: true });
        assert.deepEqual(answer["properties"], { name: "one", held: unknown, account: unknown });
        assert.equal(answer["id"], "");
        assert.equal(thing.operations.length, 0);
    });

    it("previews an update: what it leaves alone stays known", async () => {
        const olds = { name: "one", held: ["1"], account: "acme" };
        const news = { name: "one", numbers: ["2"] };
        const answer = await bench.call("update", { id: "1", urn, olds, news, preview: true });
        assert.deepEqual(answer["properties"], { ...news, held: unknown, account: "acme" });
        assert.equal(thing.operations.length, 0);
    });

    it("creates with the owner, the account and the time-out of the request", async () => {
        const answer = await bench.call("create", { urn, properties: { name: "one", numbers: ["1"] }, timeout: 90 });
        assert.deepEqual(answer["properties"], {
            name: "one",
            numbers: ["1"],
            held: ["1"],
            account: "www.callfire.com/acme",
        });
        assert.equal(answer["id"], "1");
        const operation = thing.operations[0]!;
        const { stack, ...owner } = operation.owner;
        assert.deepEqual(owner, { urn, aliases: [] });
        assert.equal(stack.id.name, "organization/shop/dev");
        assert.equal(operation.timeoutSeconds, 90);
        await operation.assertEngineAlive();
    });

    it("keeps secret in outputs what was a secret input, and what repeats it", async () => {
        const properties = { name: "one", numbers: secret(["13105551212"]), place: { city: secret("Seattle") } };
        for (const answer of [
            await bench.call("create", { urn, properties }),
            await bench.call("update", { id: "1", urn, olds: {}, news: properties }),
        ]) {
            assert.deepEqual(answer["properties"], {
                ...properties,
                held: secret(["13105551212"]),
                account: "www.callfire.com/acme",
            });
        }
        const state = { name: "one", held: secret(["1"]) };
        const read = await bench.call("read", { id: "1", urn, properties: state, inputs: { name: "one" } });
        assert.deepEqual(read["properties"], state);
    });

    it("reads what is there, imports by id, and says when it is gone", async () => {
        const read = await bench.call("read", { id: "1", urn, properties: { held: ["1"] }, inputs: { name: "one" } });
        assert.deepEqual([read["id"], read["properties"], read["inputs"]], ["1", { held: ["1"] }, { name: "one" }]);
        const imported = await bench.call("read", { id: "7", urn, properties: {} });
        assert.deepEqual(imported["inputs"], { name: "imported 7" });
        const gone = await bench.call("read", { id: "gone", urn, properties: { held: ["1"] } });
        assert.equal(gone["id"], "");
    });

    it("deletes", async () => {
        await bench.call("delete", { id: "1", urn, properties: { held: ["1"] } });
        assert.equal(thing.operations.length, 1);
    });

    it("leaves the last progress of an operation on its row", async () => {
        bench.stop();
        const patient = createThing();
        thing = createThing({
            create(inputs, operation) {
                for (const status of ["NEW", "PROCESSING", "FINISHED"]) {
                    operation.report.progress(`order 1428514003 ${status}`);
                }
                return patient.create(inputs, operation);
            },
        });
        bench = await startBench({ loadResources: () => Promise.resolve([thing]) });
        await bench.call("create", { urn, properties: { name: "one" } });
        assert.deepEqual(
            bench.engine.lines.map(({ message, ephemeral }) => [message, ephemeral]),
            [
                ["order 1428514003 NEW", true],
                ["order 1428514003 FINISHED", true],
            ],
        );
    });

    it("ends every wait at once on Cancel, and hands over what is known", async () => {
        const creates = ["a", "b", "c"].map((name) =>
            failed(bench.call("create", { urn: urn + name, properties: { name: waiting } })),
        );
        await eventually(() => assert.equal(thing.operations.length, 3));
        await bench.call("cancel");
        for (const failure of await Promise.all(creates)) {
            assert.equal(failure.code, status.UNKNOWN);
            assert.equal(failure.partial?.id, "1");
            assert.deepEqual(failure.partial.properties, { name: waiting, held: [], account: "www.callfire.com/acme" });
            assert.deepEqual(failure.partial.reasons, ["Order 1 is PROCESSING. It is placed and saved."]);
        }
        const late = await failed(bench.call("create", { urn, properties: { name: "late" } }));
        assert.match(late.message, /Interrupted/);
        assert.equal(thing.operations.length, 3);
    });

    it("carries a state of hundreds of numbers in a partial failure", async () => {
        const numbers = Array.from({ length: 500 }, (_, index) => String(13_105_550_000 + index));
        const create = failed(bench.call("create", { urn, properties: { name: waiting, numbers } }));
        await eventually(() => assert.equal(thing.operations.length, 1));
        await bench.call("cancel");
        assert.equal((await create).partial?.properties["held"]?.toString().split(",").length, 500);
    });

    it("ends its operations when the engine is gone, and buys nothing more", async () => {
        const create = failed(bench.call("create", { urn, properties: { name: waiting } }));
        await eventually(() => assert.equal(thing.operations.length, 1));
        bench.engine.stop();
        await bench.gone;
        await assert.rejects(async () => thing.operations[0]?.assertEngineAlive(), { name: "EngineGone" });
        await bench.call("cancel");
        assert.equal((await create).partial?.id, "1");
    });

    it("fails without a stack trace, and without secrets", async () => {
        bench.stop();
        bench = await startBench({
            loadResources: () =>
                Promise.resolve([
                    createThing({ create: (inputs) => Promise.reject(new Error(`no ${String(inputs["name"])}`)) }),
                ]),
        });
        const failure = await failed(bench.call("create", { urn, properties: { name: secret("sesame") } }));
        assert.equal(failure.message, "no [secret]");
        assert.equal(failure.code, status.FAILED_PRECONDITION);
    });
});

describe("the plugin's configuration", () => {
    let bench: Bench;
    afterEach(() => bench.stop());
    const start = async (environment: Record<string, string> = {}): Promise<void> => {
        bench = await startBench({ environment });
    };
    const check = async (news: Bag, of = provider): Promise<Bag> => bench.call("checkConfig", { urn: of, news });
    const configure = async (args: Bag, of = provider): Promise<Bag> => bench.call("configure", { urn: of, args });
    const explicit = provider.replace("default_0_1_0", "second");
    const credentialsOpened = async (): Promise<Bag> => {
        await bench.call("check", { urn, news: { name: "one" } });
        const { service } = bench.opened.at(-1) as { service: { credentials: Bag } };
        return service.credentials;
    };

    it("names what is missing", async () => {
        await start();
        const [failure] = (await check({}))["failures"] as { property: string; reason: string }[];
        assert.equal(failure?.property, "login");
        assert.match(failure.reason, /callfire:login .* CALLFIRE_LOGIN[^]*simulator/);
    });

    it("names what is wrong, with its value, but never a password", async () => {
        await start();
        const { failures } = await check({
            login: "acme",
            password: "sesame",
            maxItemsPerOrder: "many",
            fax: "1",
            version: "0.1.0",
        });
        const text = JSON.stringify(failures);
        assert.match(text, /maxItemsPerOrder.*many/);
        assert.match(text, /callfire:fax is not a setting/);
        assert.doesNotMatch(text, /sesame|version/);
    });

    it("makes the password secret, even if it came in clear", async () => {
        await start();
        const { inputs } = await check({ login: "acme", password: "sesame" });
        assert.deepEqual(inputs, { login: "acme", password: secret("sesame") });
    });

    it("makes a journal secret that has a password in it, and no other", async () => {
        await start();
        const checked = async (journal: string): Promise<unknown> =>
            ((await check({ login: "acme", password: "sesame", journal }))["inputs"] as Bag)["journal"];
        assert.equal(await checked("file:journal"), "file:journal");
        assert.equal(await checked("postgres://ci@db/pipelines"), "postgres://ci@db/pipelines");
        for (const journal of [
            "postgres://ci:sesame@db/pipelines",
            "postgres://db/pipelines?user=ci&password=sesame",
        ]) {
            assert.deepEqual(await checked(journal), secret(journal));
        }
    });

    it("warns of a password that the stack's settings keep in clear", async () => {
        const folder = mkdtempSync(join(tmpdir(), "pulumi-callfire-settings-"));
        bench = await startBench({ programFolder: folder });
        const warnings = (): string[] => bench.engine.lines.map(({ message }) => message);
        const settings = join(folder, "Pulumi.dev.yaml");
        writeFileSync(settings, "config:\n  callfire:login: acme\n  callfire:password:\n    secure: AAABADZ9\n");
        await check({ login: "acme", password: "sesame" });
        writeFileSync(settings, "config:\n  callfire:login: acme\n  callfire:password: sesame\n");
        await check({ login: "acme", password: "sesame" }, explicit);
        assert.deepEqual(warnings(), []);
        await check({ login: "acme", password: "sesame" });
        rmSync(folder, { recursive: true });
        await eventually(() => assert.equal(warnings().length, 1));
        assert.match(warnings()[0]!, /callfire:password is kept in clear/);
    });

    it("waits for arguments that are not known yet", async () => {
        await start();
        assert.deepEqual((await check({ login: "acme", password: unknown }, explicit))["failures"], []);
    });

    it("never replaces, whatever changes", async () => {
        await start();
        const oldInputs = { login: "acme", password: "sesame" };
        const changed = await bench.call("diffConfig", {
            urn: provider,
            oldInputs,
            olds: oldInputs,
            news: { login: "other", password: "x" },
        });
        assert.deepEqual([changed["changes"], changed["replaces"], changed["diffs"]], [2, [], ["login", "password"]]);
        const same = await bench.call("diffConfig", { urn: provider, oldInputs, olds: oldInputs, news: oldInputs });
        assert.equal(same["changes"], 1);
    });

    it("takes credentials of an explicit provider before those of the environment, of the default one after", async () => {
        await start({ CALLFIRE_LOGIN: "environment", CALLFIRE_PASSWORD: "x" });
        await configure({ login: "acme", password: secret("sesame") }, explicit);
        assert.deepEqual(await credentialsOpened(), {
            login: "acme",
            password: "sesame",
            source: "the provider's arguments",
        });
        bench.stop();
        await start({ CALLFIRE_LOGIN: "environment", CALLFIRE_PASSWORD: "x" });
        await configure({ login: "acme", password: secret("sesame") });
        assert.equal((await credentialsOpened())["login"], "environment");
    });

    it("prefers the stack's configuration of today to that of the last update", async () => {
        await start({ PULUMI_CONFIG: JSON.stringify({ login: "acme", password: "rotated" }) });
        await configure({ login: "acme", password: secret("sesame") });
        assert.equal((await credentialsOpened())["password"], "rotated");
    });

    it("serves one account a process", async () => {
        await start();
        await configure({ login: "acme", password: "sesame" }, explicit);
        await configure({ login: "acme", password: "sesame" }, explicit);
        const failure = await failed(configure({ login: "other", password: "sesame" }, explicit));
        assert.match(failure.message, /serves another callfire provider already/);
        await bench.call("attach", { address: bench.engine.address });
        await configure({ login: "other", password: "sesame" }, explicit);
    });

    it("reports settings that are missing by name where the engine skips the check, as destroy does", async () => {
        await start();
        await configure({});
        const failure = await failed(bench.call("delete", { id: "1", urn, properties: { held: ["1"] } }));
        assert.match(failure.message, /callfire:login is not set/);
    });

    it("opens the account that the settings name", async () => {
        bench = await startBench({ openSession: () => Promise.resolve(fakeSession("simulator/7")) });
        const { properties } = await bench.call("create", { urn, properties: { name: "one" } });
        assert.equal((properties as Bag)["account"], "simulator/7");
    });
});

async function failed(call: Promise<unknown>): Promise<CallFailure> {
    const outcome = await call.then(
        () => assert.fail("the call succeeded"),
        (error: unknown) => error,
    );
    assert.ok(outcome instanceof CallFailure, String(outcome));
    return outcome;
}

async function eventually(assertion: () => void): Promise<void> {
    for (let attempt = 0; ; attempt++) {
        try {
            assertion();
            return;
        } catch (error) {
            if (attempt === 100) {
                throw error;
            }
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    }
}
