import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient, type CallFireClient } from "../../provider/callfire/client";
import { startSimulator, type Ledger, type RunningSimulator } from "../../simulator/index";
import { programWith, type AdapterName } from "../crash/engine/adapters";
import { accountAt, login, password } from "./support/account";
import { EngineStack } from "./support/engine";
import { failed, succeeded } from "./support/running";

const [first, second, third] = ["12065550101", "12065550102", "12065550103"] as const;
const kinds = ["NumberConfiguration", "Subscription", "AutoReply", "NumberLabel"];
const token = "a-token-that-nobody-shall-see";

const order = `const support = new NumberOrder("support", { numbers: ["${first}", "${second}"], keywords: ["CHOCOLATE"], acquiredNumbers: undefined });`;

interface Wish {
    readonly numbers?: string;
    readonly transferNumber?: string;
    readonly event?: string;
    readonly message?: string;
    /** Ids to import, by the resource's name. */
    readonly imports?: Readonly<Record<string, string>>;
}

function resources({
    numbers = "support.acquiredNumbers",
    transferNumber = "(310) 555-1212",
    event = "INBOUND_TEXT_FINISHED",
    message = "Thanks",
    imports = {},
}: Wish = {}): string {
    const options = (name: string): string => (name in imports ? `{ import: "${imports[name]!}" }` : "{}");
    return `
new NumberConfiguration("line", {
    numbers: ${numbers},
    textFeature: "DISABLED",
    tracking: { transferNumbers: ["${transferNumber}"], record: true },
}, ${options("line")});
new Subscription("hook", {
    endpoint: pulumi.secret("https://example.com/hook?token=${token}"),
    triggerEvent: "${event}",
    notificationFormat: "JSON",
}, ${options("hook")});
new AutoReply("reply", { keyword: "chocolate", message: "${message}" }, ${options("reply").replace("{", "{ dependsOn: support,")});
new NumberLabel("label", { label: "support", numbers: ${numbers} }, ${options("label")});
`;
}

function programOf(...lines: readonly string[]): Record<string, string> {
    const names = ["NumberOrder", ...kinds].join(", ");
    const imports = [`const pulumi = require("@pulumi/pulumi");`, `const { ${names} } = require("./callfire");`];
    return { "index.js": [...imports, ...lines].join("\n") };
}

for (const adapter of ["dynamic", "plugin"] as const) {
    describe(`what a number does, on the real engine (${adapter})`, function () {
        this.timeout(600_000);
        let simulator: RunningSimulator;
        let stack: EngineStack;
        let client: CallFireClient;

        before(async () => {
            ({ simulator, client, stack } = await open(adapter));
        });
        after(async () => {
            stack.remove();
            await simulator.close();
        });

        it("is declared for numbers that are bought in the same run, and told to CallFire once", async () => {
            stack.write(programOf(order, resources()));
            assert.match(succeeded(await stack.preview()), /6 to create/);
            assert.deepEqual(changes(simulator), []);
            const said = succeeded(await stack.up());
            assert.match(
                said,
                /had none before and keep its call configuration: CallFire has no call that takes it away/,
            );
            assert.deepEqual(changes(simulator), [
                `POST /label/number/${first}`,
                `POST /label/number/${second}`,
                "POST /number/order",
                "POST /subscription",
                "POST /text/auto-reply",
                `PUT /number/${first}`,
                `PUT /number/${second}`,
            ]);
            for (const number of [first, second]) {
                const { textFeature, tracking } = (await client.getNumber(number))!.configuration!;
                assert.deepEqual([textFeature, tracking?.transferNumbers], ["DISABLED", ["13105551212"]]);
            }
            assert(!said.includes(token), said);
        });

        it("takes little of the state, and keeps the endpoint's token out of it", async () => {
            const { resources: all } = await stack.state();
            assert(!JSON.stringify(all).includes(token));
            const ours = all.filter(({ type }) => kinds.some((kind) => type.endsWith(`:${kind}`)));
            assert.equal(ours.length, 4);
            for (const { urn, inputs, outputs } of ours) {
                // What the engine makes of a secret is its own.
                const text = (JSON.stringify(inputs) + JSON.stringify(outputs)).replace(/"ciphertext":"[^"]*"/g, "");
                const size = text.length;
                assert(size <= 1500, `${urn} takes ${String(size)} bytes of the state`);
            }
        });

        it("is quiet when nothing changes", async () => {
            simulator.clearRequests();
            assert.match(succeeded(await stack.preview()), /6 unchanged/);
            assert.match(succeeded(await stack.refresh()), /6 unchanged/);
            assert.match(succeeded(await stack.up()), /6 unchanged/);
            assert.deepEqual(changes(simulator), []);
        });

        it("shows in a refresh what somebody has changed, and puts it right with the next update", async () => {
            const [hook] = await client.listSubscriptions();
            await client.configureNumber(first, { textFeature: "ENABLED" });
            await client.updateSubscription(hook!.id, { ...hook!, enabled: false });
            await client.deleteAutoReply((await client.listAutoReplies("67076"))[0]!.id);
            await client.unlabelNumber(second, "support");
            const refreshed = succeeded(await stack.refresh());
            assert.match(refreshed, /12065550101: textFeature is ENABLED, not DISABLED/);
            assert.match(refreshed, /12065550102: no longer labelled support/);
            assert.match(refreshed, /3 updated/);
            simulator.clearRequests();
            const preview = succeeded(await stack.preview());
            assert.match(preview, /configures 1: 12065550101/);
            succeeded(await stack.up());
            assert.deepEqual(changes(simulator), [
                `POST /label/number/${second}`,
                "POST /text/auto-reply",
                `PUT /number/${first}`,
                `PUT /subscription/${hook!.id}`,
            ]);
            assert.equal((await client.listSubscriptions())[0]!.enabled, true);
            assert.match(succeeded(await stack.preview()), /6 unchanged/);
        });

        it("changes in place, but for an auto-reply", async () => {
            const [hook] = await client.listSubscriptions();
            const [reply] = await client.listAutoReplies("67076");
            const event = "SOMETHING_NEW";
            const wish = { numbers: `["${first}"]`, transferNumber: "13105550000", event, message: "Thank you" };
            stack.write(programOf(order, resources(wish)));
            const preview = succeeded(await stack.preview());
            assert.match(preview, /reply.*replace/);
            assert.match(preview, /SOMETHING_NEW is in none of CallFire's published lists/);
            assert.match(preview, /gives back what they had: 12065550102/);
            assert.match(preview, /12065550102 had none before and keeps its call configuration/);
            simulator.clearRequests();
            succeeded(await stack.up());
            assert.deepEqual(changes(simulator), [
                `DELETE /label/number/${second}`,
                `DELETE /text/auto-reply/${reply!.id}`,
                "POST /text/auto-reply",
                `PUT /number/${first}`,
                `PUT /number/${second}`,
                `PUT /subscription/${hook!.id}`,
            ]);
            assert.equal((await client.getNumber(second))?.configuration?.textFeature, "ENABLED");
            assert.match(succeeded(await stack.preview()), /6 unchanged/);
        });

        it("refuses by name what two resources would do to one number, and a dialplan by its line", async () => {
            const other = `new NumberConfiguration("other", { numbers: ["${first}"], ivr: { dialplanXml: "<a>\\n<b>\\n</a>" } });`;
            stack.write(programOf(order, resources(), other));
            assert.match(failed(await stack.preview()), /ivr\.dialplanXml: ?.*line \d|line \d/);
            stack.write(programOf(order, resources(), other.replace("<b>", "<b/>")));
            assert.match(failed(await stack.preview()), /12065550101 is configured by urn:pulumi:.*::(line|other) too/);
        });

        it("gives back what its numbers had when it is destroyed", async () => {
            succeeded(await stack.destroy());
            assert.deepEqual(await client.listSubscriptions(), []);
            assert.deepEqual(await client.listAutoReplies("67076"), []);
            assert.deepEqual(await client.listLabelled("support"), []);
            assert.equal((await client.getNumber(first))?.configuration?.textFeature, "ENABLED");
        });
    });

    describe(`what secret numbers do (${adapter})`, function () {
        this.timeout(600_000);

        it("is told to nobody but CallFire, and given back", async () => {
            const { simulator, client, stack } = await open(adapter);
            try {
                for (const number of [first, second]) await simulator.change({ action: "give", number });
                const secret = (...numbers: string[]): string =>
                    `new NumberConfiguration("line", { numbers: pulumi.secret(${JSON.stringify(numbers)}), textFeature: "DISABLED" });
new NumberLabel("label", { label: "support", numbers: pulumi.secret(${JSON.stringify(numbers)}) });`;
                stack.write(programOf(secret(first, second)));
                let output = succeeded(await stack.up());
                output += succeeded(await stack.refresh());
                output += succeeded(await stack.preview());
                assert.match(output, /3 unchanged[^]*3 unchanged/);
                const told = output + JSON.stringify((await stack.state()).resources);
                for (const number of [first, second]) assert(!told.includes(number), told);
                stack.write(programOf(secret(first)));
                output = succeeded(await stack.up());
                assert(!output.includes(second), output);
                assert.equal((await client.getNumber(second))?.configuration?.textFeature, "ENABLED");
                assert.deepEqual(await client.listLabelled("support"), [first]);
                succeeded(await stack.destroy());
                assert.equal((await client.getNumber(first))?.configuration?.textFeature, "ENABLED");
                assert.deepEqual(await client.listLabelled("support"), []);
            } finally {
                stack.remove();
                await simulator.close();
            }
        });
    });

    describe(`what a number does, when the machine is lost (${adapter})`, function () {
        this.timeout(600_000);

        it("is done once in all, and what was there before is not forgotten", async () => {
            const { simulator, client, stack } = await open(adapter);
            try {
                stack.write(programOf(order));
                succeeded(await stack.up());
                for (const path of ["/number/*", "/subscription", "/text/auto-reply", "/label/number/*"]) {
                    const method = path === "/number/*" ? "PUT" : "POST";
                    simulator.faults.add({
                        effect: { kind: "slow", answer: 4_000 },
                        match: { method, path, to: "always" },
                    });
                }
                stack.write(programOf(order, resources()));
                await loseMachine(stack, simulator, (sent) =>
                    ["subscription", "auto-reply", "label", "PUT"].every((word) =>
                        sent.some((one) => one.includes(word)),
                    ),
                );
                simulator.faults.clear();
                assert.equal((await client.listSubscriptions()).length, 1);
                stack.unlock();
                succeeded(await stack.up());
                assert.equal((await client.listSubscriptions()).length, 1);
                assert.equal((await client.listAutoReplies("67076")).length, 1);
                assert.equal((await stack.resource("hook"))!.id, (await client.listSubscriptions())[0]!.id);
                assert.match(succeeded(await stack.preview()), /6 unchanged/);

                // A number that joins, and the next machine is lost too.
                const grown = `["${first}", "${second}", "${third}"]`;
                await simulator.change({ action: "give", number: third });
                simulator.faults.add({
                    effect: { kind: "slow", answer: 4_000 },
                    match: { method: "PUT", path: "/number/*", to: "always" },
                });
                stack.write(programOf(order, resources({ numbers: grown })));
                simulator.clearRequests();
                await loseMachine(stack, simulator, (sent) => sent.includes(`PUT /number/${third}`));
                simulator.faults.clear();
                stack.unlock();
                succeeded(await stack.up());
                assert.equal((await client.getNumber(third))?.configuration?.textFeature, "DISABLED");
                assert.match(succeeded(await stack.preview()), /6 unchanged/);

                succeeded(await stack.destroy());
                assert.deepEqual(
                    [
                        await client.listSubscriptions(),
                        await client.listAutoReplies("67076"),
                        await client.listLabelled("support"),
                    ],
                    [[], [], []],
                );
                for (const number of [first, second, third]) {
                    assert.equal((await client.getNumber(number))?.configuration?.textFeature, "ENABLED");
                }
            } finally {
                stack.remove();
                await simulator.close();
            }
        });
    });
}

describe("what a number does already", function () {
    this.timeout(600_000);

    it("is imported by the plugin, and then nothing is left to change", async () => {
        const { simulator, client, stack } = await open("plugin");
        try {
            stack.write(programOf(order, resources()));
            succeeded(await stack.up());
            const [hook] = await client.listSubscriptions();
            const [reply] = await client.listAutoReplies("67076");
            for (const name of ["line", "hook", "reply", "label"]) {
                const { urn } = (await stack.resource(name))!;
                succeeded(await stack.run(["state", "delete", urn, "--yes"]));
            }
            const imports = { line: `${first},${second}`, hook: hook!.id, reply: reply!.id, label: "support" };
            simulator.clearRequests();
            await client.configureNumber(first, { callFeature: "ENABLED" });
            simulator.clearRequests();
            stack.write(
                programOf(
                    order,
                    resources({ imports }).replace(`textFeature:`, `callFeature: "ENABLED",\n    textFeature:`),
                ),
            );
            succeeded(await stack.up());
            assert.deepEqual(changes(simulator), []);
            assert.match(succeeded(await stack.preview()), /6 unchanged/);
        } finally {
            stack.remove();
            await simulator.close();
        }
    });
});

async function open(
    adapter: AdapterName,
): Promise<{ simulator: RunningSimulator; client: CallFireClient; stack: EngineStack }> {
    const simulator = await startSimulator({ login, password, orderSeconds: 0.2 });
    const stack = await EngineStack.create({
        ...programWith(adapter, programOf(order)),
        config: accountAt(simulator),
    });
    return { simulator, stack, client: createClient({ endpoint: simulator.url, login, password }) };
}

/** What was changed at CallFire, in alphabetical order: resources are updated side by side. */
function changes(simulator: RunningSimulator): string[] {
    return sentTo(simulator.ledger()).sort();
}

function sentTo({ requests }: Ledger): string[] {
    return requests.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);
}

/** Takes the machine away once all of this was sent, and before any of it is answered. */
async function loseMachine(
    stack: EngineStack,
    simulator: RunningSimulator,
    isEnough: (sent: readonly string[]) => boolean,
): Promise<void> {
    const up = stack.spawnUp();
    const end = Date.now() + 240_000;
    while (!isEnough(sentTo(simulator.ledger()))) {
        assert(
            Date.now() < end,
            `waited in vain for what is sent: ${sentTo(simulator.ledger()).join(", ")}\n${up.output}`,
        );
        await sleep(5);
    }
    up.killAll();
    assert.notEqual((await up.result).exitCode, 0, "killed too late");
    stack.loseMachine();
}
