import * as assert from "node:assert/strict";
import type { NumberConfiguration } from "../../provider/callfire/types";
import { numberConfiguration } from "../../provider/resources/numberConfiguration/numberConfiguration";
import { unknownValue } from "../../provider/resources/resource";
import type { Properties } from "../../provider/resources/resource";
import { Bench } from "../support/bench";
import { StackedResource } from "./stackedResource";

const [first, second, third] = ["12065550101", "12065550102", "12065550103"] as const;
const forwarded = (...numbers: string[]): Properties => ({
    numbers,
    tracking: { transferNumbers: ["(310) 555-1212"], record: true },
});
const tracking = { transferNumbers: ["13105551212"], screen: false, record: true };
const features = { callFeature: "ENABLED", textFeature: "ENABLED" };
const dialplan = `<dialplan name="Root">\n  <menu name="main"/>\n</dialplan>`;

describe("a NumberConfiguration, from run to run", () => {
    let bench: Bench;
    let line: StackedResource;
    beforeEach(async () => {
        bench = await Bench.open();
        line = new StackedResource(bench, numberConfiguration, "line");
        for (const number of [first, second, third]) {
            await bench.simulator.change({ action: "give", number });
        }
    });
    afterEach(() => bench.close());

    const configurationOf = async (number: string): Promise<NumberConfiguration> =>
        (await bench.session.client.getNumber(number))?.configuration ?? {};
    const configured = (): string[] =>
        bench.simulator
            .ledger()
            .requests.filter(({ method }) => method === "PUT")
            .map(({ path }) => path.replace("/number/", ""));

    it("tells CallFire all that is declared, in one request for each number", async () => {
        await line.mustUp(forwarded(`+${first}`, "206-555-0102"));
        assert.deepEqual(configured().sort(), [first, second]);
        assert.deepEqual(bench.simulator.ledger().requests.find(({ method }) => method === "PUT")!.parameters, {
            InboundCallConfigurationType: "TRACKING",
            TransferNumber: "13105551212",
            Screen: "false",
            Record: "true",
        });
        assert.deepEqual((await configurationOf(second)).tracking, tracking);
        assert.deepEqual(line.state["numbers"], [first, second]);
        assert.equal(line.state["account"], bench.session.account);
    });

    it("is quiet when nothing changes, in whatever notation", async () => {
        await line.mustUp(forwarded(first));
        for (const program of [forwarded(first), forwarded(`+1 (206) 555-0101`)]) {
            const { failures, difference, summary } = await line.preview(program);
            assert.deepEqual(
                { failures, changes: difference?.changes, summary },
                { failures: [], changes: false, summary: "" },
            );
        }
        await line.refresh();
        assert.equal((await line.preview(forwarded(first))).difference?.changes, false);
    });

    it("gives a number that leaves back what it had, and configures one that joins", async () => {
        await bench.session.client.configureNumber(first, { ivr: { dialplanXml: dialplan }, textFeature: "DISABLED" });
        await line.mustUp({ ...forwarded(first, second), textFeature: "ENABLED" });
        const program = { ...forwarded(second, third), textFeature: "ENABLED" };
        assert.equal(
            (await line.preview(program)).summary,
            `configures 1: ${third}; gives back what they had: ${first}`,
        );
        bench.simulator.clearRequests();
        await line.mustUp(program);
        assert.deepEqual(configured(), [third, first]);
        assert.deepEqual(await configurationOf(first), {
            ...features,
            textFeature: "DISABLED",
            ivr: { dialplanXml: dialplan },
        });
        assert.deepEqual((await configurationOf(third)).tracking, tracking);
    });

    it("says before a number joins, and when it leaves, that it keeps what can't be taken away", async () => {
        await line.mustUp(forwarded(first, second));
        assert.match(
            bench.warnings.join("\n"),
            /When they leave this resource, or it is deleted: 12065550101, 12065550102 had none before and keep its call configuration: CallFire has no call/,
        );
        const { summary } = await line.preview(forwarded(second));
        assert.match(summary, new RegExp(`${first} had none before and keeps its call configuration`));
        bench.simulator.clearRequests();
        await line.mustUp(forwarded(second));
        assert.deepEqual(configured(), []);
    });

    it("gives all of them back what they had when it is deleted, those that are gone aside", async () => {
        await bench.session.client.configureNumber(first, { ivr: { dialplanXml: dialplan } });
        await bench.session.client.configureNumber(second, { ivr: { dialplanXml: dialplan } });
        await line.mustUp(forwarded(first, second));
        await bench.simulator.change({ action: "lapse", number: second });
        assert.equal(await line.destroy(), "");
        assert.equal((await configurationOf(first)).ivr?.dialplanXml, dialplan);
    });

    it("gives back a part that is declared no more", async () => {
        await bench.session.client.configureNumber(first, { textFeature: "DISABLED" });
        await line.mustUp({ ...forwarded(first), textFeature: "ENABLED" });
        await line.mustUp(forwarded(first));
        assert.equal((await configurationOf(first)).textFeature, "DISABLED");
        assert.equal((await line.preview(forwarded(first))).difference?.changes, false);
    });

    it("configures every number anew when the declaration changes", async () => {
        await line.mustUp(forwarded(first, second));
        bench.simulator.clearRequests();
        await line.mustUp({ numbers: [first, second], ivr: { dialplanXml: dialplan } });
        assert.deepEqual(configured().sort(), [first, second]);
        assert.deepEqual(await configurationOf(first), { ...features, ivr: { dialplanXml: dialplan } });
    });

    it("shows drift in a refresh, and puts it right with the next update", async () => {
        await line.mustUp(forwarded(first, second));
        await bench.session.client.configureNumber(first, { tracking: { ...tracking, record: false } });
        await line.refresh();
        assert.deepEqual(line.state["numbers"], [second]);
        assert.match(bench.warnings.join("\n"), /12065550101: tracking.record is false, not true/);
        assert.equal((await line.preview(forwarded(first, second))).summary, `configures 1: ${first}`);
        bench.simulator.clearRequests();
        await line.mustUp(forwarded(first, second));
        assert.deepEqual(configured(), [first]);
        assert.deepEqual((await configurationOf(first)).tracking, tracking);
    });

    it("is gone after a refresh when none of its numbers is owned any more", async () => {
        await line.mustUp(forwarded(first));
        await bench.simulator.change({ action: "lapse", number: first });
        await line.refresh();
        assert.equal(line.id, undefined);
    });

    it("saves what was done when one of them fails, and goes on with the rest", async () => {
        bench.simulator.faults.add({
            effect: { kind: "status", status: 400, message: "not today" },
            match: { method: "PUT", path: `/number/${second}` },
        });
        assert.match(
            await line.up(forwarded(first, second)),
            /12065550102 could not be configured: .*\. 1 of 2 are configured and saved/,
        );
        await line.refresh();
        bench.simulator.faults.clear();
        bench.simulator.clearRequests();
        assert.match((await line.preview(forwarded(first, second))).summary, new RegExp(`configures 1: ${second}`));
        await line.mustUp(forwarded(first, second));
        assert.deepEqual(configured(), [second]);
        assert.equal((await line.preview(forwarded(first, second))).difference?.changes, false);
    });

    it("makes one request for each of a hundred, at most eight at a time", async () => {
        const numbers = Array.from({ length: 100 }, (_, index) => `1206555${String(2000 + index)}`);
        for (const number of numbers) {
            await bench.simulator.change({ action: "give", number });
        }
        await line.mustUp(forwarded(...numbers));
        const requests = bench.simulator.ledger().requests.filter(({ method }) => method === "PUT");
        assert.equal(requests.length, 100);
        const atOnce = requests.map(
            ({ arrivedAt }) =>
                requests.filter((other) => other.arrivedAt <= arrivedAt && (other.answeredAt ?? Infinity) > arrivedAt)
                    .length,
        );
        assert.ok(Math.max(...atOnce) <= 8, String(Math.max(...atOnce)));
    });

    for (const changes of [0, 1, 2]) {
        it(`remembers what its numbers had when the machine is lost after ${String(changes)} of 2 requests of the first run`, async () => {
            for (const number of [first, second]) {
                await bench.session.client.configureNumber(number, { ivr: { dialplanXml: dialplan } });
            }
            await line.die(forwarded(first, second), changes);
            await line.mustUp(forwarded(first, second));
            assert.deepEqual((await configurationOf(first)).tracking, tracking);
            assert.equal((await line.preview(forwarded(first, second))).difference?.changes, false);
            await line.destroy();
            for (const number of [first, second]) {
                assert.deepEqual(await configurationOf(number), { ...features, ivr: { dialplanXml: dialplan } });
            }
        });

        it(`remembers it too after ${String(changes)} of 2 requests of a growth, repeated or taken back`, async () => {
            for (const program of [forwarded(first, second, third), forwarded(first)]) {
                for (const number of [second, third]) {
                    await bench.session.client.configureNumber(number, { ivr: { dialplanXml: dialplan } });
                }
                await line.mustUp(forwarded(first));
                await line.die(forwarded(first, second, third), changes);
                await line.mustUp(program);
                assert.equal((await line.preview(program)).difference?.changes, false);
                await line.mustUp(forwarded(first));
                for (const number of [second, third]) {
                    assert.deepEqual(await configurationOf(number), { ...features, ivr: { dialplanXml: dialplan } });
                }
                bench.engine.pending.length = 0;
            }
        });
    }

    for (const { what, next } of [
        { what: "it is destroyed at once", next: () => Promise.resolve() },
        { what: "it is refreshed, and destroyed", next: () => line.refreshAtOnce() },
        {
            what: "it is refreshed, and the growth is repeated",
            next: async () => {
                await line.refreshAtOnce();
                await line.mustUp(forwarded(first, second));
            },
        },
        {
            what: "it is refreshed, and the growth is taken back",
            next: async () => {
                await line.refreshAtOnce();
                await line.mustUp(forwarded(first));
                assert.equal((await line.preview(forwarded(first))).difference?.changes, false);
            },
        },
    ]) {
        it(`gives back what a number had that an interrupted growth has reached, when ${what}`, async () => {
            const had = { ...features, textFeature: "DISABLED", ivr: { dialplanXml: dialplan } };
            for (const number of [first, second]) {
                await bench.session.client.configureNumber(number, had);
            }
            await line.mustUp(forwarded(first));
            await line.die({ ...forwarded(first, second), textFeature: "ENABLED" }, 2);
            await next();
            assert.equal(await line.destroy(), "");
            assert.deepEqual([await configurationOf(first), await configurationOf(second)], [had, had]);
        });
    }

    for (const { what, other } of [
        {
            what: "of the settings",
            other: { ...forwarded(first, second), tracking: { transferNumbers: ["13105551213"] } },
        },
        { what: "that adds a part", other: { ...forwarded(first, second), textFeature: "ENABLED" } },
        { what: "that shrinks it", other: forwarded(second) },
    ]) {
        it(`is put right after an interrupted change ${what} that is taken back, refreshed or not`, async () => {
            const had = { ...features, textFeature: "DISABLED", ivr: { dialplanXml: dialplan } };
            const program = forwarded(first, second);
            for (const isRefreshed of [false, true]) {
                for (const number of [first, second]) {
                    await bench.session.client.configureNumber(number, had);
                }
                await line.mustUp(program);
                await line.die(other, 1);
                if (isRefreshed) {
                    await line.refreshAtOnce();
                } else {
                    assert.match((await line.preview(program)).summary, /an update was interrupted: .*; configures 2/);
                }
                await line.mustUp(program);
                for (const number of [first, second]) {
                    assert.deepEqual(await configurationOf(number), { ...features, textFeature: "DISABLED", tracking });
                }
                bench.simulator.clearRequests();
                assert.equal((await line.preview(program)).difference?.changes, false);
                await line.mustUp(program);
                assert.deepEqual(bench.simulator.ledger().requests, []);
                await line.destroy();
                line = new StackedResource(bench, numberConfiguration, `line ${String(isRefreshed)}`);
            }
        });
    }

    it("refuses two resources that configure one number, by name", async () => {
        await numberConfiguration.check(forwarded(first), undefined, bench.options("line"));
        const { failures } = await numberConfiguration.check(
            forwarded(third, first),
            undefined,
            bench.options("other"),
        );
        assert.deepEqual(failures, [
            { property: "numbers[1]", reason: `${first} is configured by ${bench.urn("line")} too` },
        ]);
    });

    /** A resource that the program has given another name, or some of whose numbers it has moved to another one. */
    const moveTo = async (name: string, numbers: string[]): Promise<StackedResource> => {
        const other = new StackedResource(bench, numberConfiguration, name);
        await other.mustUp(forwarded(...numbers));
        return other;
    };

    it("gives back what numbers had before the resource had another name, and asks CallFire nothing for it", async () => {
        const had = { ...features, ivr: { dialplanXml: dialplan } };
        await bench.session.client.configureNumber(first, had);
        await line.mustUp(forwarded(first));
        bench.simulator.clearRequests();
        const renamed = await moveTo("renamed", [first]);
        assert.deepEqual(
            bench.simulator.ledger().requests.map(({ method }) => method),
            ["PUT"],
        );
        await numberConfiguration.delete(line.id!, line.state, bench.operation("line"));
        assert.deepEqual((await configurationOf(first)).tracking, tracking);
        bench.engine.remove(bench.urn("line"));
        await renamed.destroy();
        assert.deepEqual(await configurationOf(first), had);
    });

    it("gives back what a number had before it moved here, also where an interrupted growth had brought it there", async () => {
        const had = { ...features, ivr: { dialplanXml: dialplan } };
        await bench.session.client.configureNumber(second, had);
        await line.mustUp(forwarded(first));
        await line.die(forwarded(first, second), 1);
        const other = await moveTo("other", [second]);
        await other.destroy();
        assert.deepEqual(await configurationOf(second), had);
    });

    it("gives back what numbers had before the resource was replaced", async () => {
        const had = { ...features, ivr: { dialplanXml: dialplan } };
        await bench.session.client.configureNumber(first, had);
        await line.mustUp(forwarded(first));
        const { id, state } = line;
        bench.nextProcess();
        const [inputs, operation] = await bench.checked(numberConfiguration, forwarded(first), "line");
        const made = await numberConfiguration.create(inputs, operation);
        await numberConfiguration.delete(id!, state, bench.operation("line"));
        assert.deepEqual((await configurationOf(first)).tracking, tracking);
        bench.nextProcess();
        await numberConfiguration.delete(made.id, made.state, bench.operation("line"));
        assert.deepEqual(await configurationOf(first), had);
    });

    it("leaves a number alone that moves to another resource in the same run", async () => {
        await bench.session.client.configureNumber(first, { ivr: { dialplanXml: dialplan } });
        await line.mustUp(forwarded(first));
        const { id, state } = line;
        bench.nextProcess();
        const [inputs, operation] = await bench.checked(numberConfiguration, forwarded(first), "other");
        await numberConfiguration.create(inputs, operation);
        await numberConfiguration.delete(id!, state, bench.operation("line"));
        assert.deepEqual((await configurationOf(first)).tracking, tracking);
    });

    it("leaves a number alone that another resource has by now, although the run that moved it failed here", async () => {
        await bench.session.client.configureNumber(first, { ivr: { dialplanXml: dialplan } });
        await line.mustUp(forwarded(first, second));
        assert.match(await line.up(forwarded(second, "12065559999")), /12065559999 could not be configured/);
        const other = await moveTo("other", [first]);
        assert.equal((await line.preview(forwarded(second))).summary.includes("gives back"), false);
        await line.mustUp(forwarded(second));
        assert.deepEqual((await configurationOf(first)).tracking, tracking);
        assert.equal((await line.preview(forwarded(second))).difference?.changes, false);
        await other.destroy();
        assert.equal((await configurationOf(first)).ivr?.dialplanXml, dialplan);
    });

    it("gives back what a number had that two resources have by the state, and the program gives to neither", async () => {
        await bench.session.client.configureNumber(first, { ivr: { dialplanXml: dialplan } });
        await line.mustUp(forwarded(first, second));
        await moveTo("other", [first, third]);
        bench.nextProcess();
        for (const [name, kept] of [
            ["line", second],
            ["other", third],
        ] as const) {
            const { inputs = {}, outputs = {} } = bench.engine.resources.get(bench.urn(name))!;
            const checked = await numberConfiguration.check(forwarded(kept), inputs, bench.options(name));
            await numberConfiguration.update(name, outputs, checked.inputs, bench.operation(name));
        }
        assert.equal((await configurationOf(first)).ivr?.dialplanXml, dialplan);
    });

    it("accepts numbers that are not known yet", async () => {
        const { failures } = await line.preview({ ...forwarded(), numbers: unknownValue });
        assert.deepEqual(failures, []);
    });

    it("tells of a number that the account does not own", async () => {
        const { failures } = await line.preview(forwarded("12065559999"));
        assert.deepEqual(failures, []);
        assert.match(bench.warnings.join("\n"), /12065559999: not in the account/);
        assert.match(await line.up(forwarded("12065559999")), /12065559999 could not be configured: .*does not exist/);
    });

    it("never acts under another account", async () => {
        await line.mustUp(forwarded(first));
        bench.nextProcess("rival");
        await assert.rejects(
            numberConfiguration.delete(line.id!, line.state, bench.operation("line")),
            /belongs to the account/,
        );
    });

    it("is imported by its numbers, each of them once", async () => {
        await line.mustUp(forwarded(first));
        const id = `${first},(206) 555-0101`;
        const imported = await numberConfiguration.read(id, undefined, undefined, bench.operation("new"));
        assert.deepEqual([imported?.id, imported?.inputs["numbers"]], [first, [first]]);
    });

    it("is imported by its numbers, which must do the same", async () => {
        await line.mustUp(forwarded(first, second));
        const imported = await numberConfiguration.read(
            `${first}, ${second}`,
            undefined,
            undefined,
            bench.operation("new"),
        );
        assert.deepEqual(imported?.inputs, {
            numbers: [first, second],
            ...features,
            tracking: { transferNumbers: ["13105551212"], record: true },
        });
        const { changes } = await numberConfiguration.diff(
            imported.id,
            imported.state,
            imported.inputs,
            bench.options("new"),
        );
        assert.equal(changes, false);
        await assert.rejects(
            numberConfiguration.read(`${first},${third}`, undefined, undefined, bench.operation("new")),
            /12065550103 does something else/,
        );
    });

    for (const { what, inputs, property, says } of [
        { what: "nothing to configure", inputs: {}, property: "callFeature", says: /nothing is configured/ },
        {
            what: "an unknown feature",
            inputs: { textFeature: "ON" },
            property: "textFeature",
            says: /must be ENABLED or DISABLED, not "ON"/,
        },
        {
            what: "both kinds at once",
            inputs: { tracking: { transferNumbers: ["13105551212"] }, ivr: { dialplanXml: dialplan } },
            property: "ivr",
            says: /not both/,
        },
        {
            what: "nobody to forward to",
            inputs: { tracking: { transferNumbers: [] } },
            property: "tracking.transferNumbers",
            says: /at least one number/,
        },
        {
            what: "a transfer number that is none",
            inputs: { tracking: { transferNumbers: ["12"] } },
            property: "tracking.transferNumbers[0]",
            says: /US or Canada|not a phone number/,
        },
        {
            what: "a dialplan that is not well-formed",
            inputs: { ivr: { dialplanXml: `<dialplan>\n<menu>\n</dialplan>` } },
            property: "ivr.dialplanXml",
            says: /must be well-formed XML; line \d/,
        },
        {
            what: "a dialplan that is nested too deep",
            inputs: { ivr: { dialplanXml: "<menu>".repeat(40) + "</menu>".repeat(40) } },
            property: "ivr.dialplanXml",
            says: /line 1: .*nested too deep/,
        },
        {
            what: "a sound's id that CallFire would write otherwise",
            inputs: { tracking: { transferNumbers: ["13105551212"], whisperSoundId: "007" } },
            property: "tracking.whisperSoundId",
            says: /no leading zeros/,
        },
        {
            what: "a sound that is no id",
            inputs: { tracking: { transferNumbers: ["13105551212"], introSoundId: "hello" } },
            property: "tracking.introSoundId",
            says: /digits only/,
        },
        {
            what: "a number twice",
            inputs: { textFeature: "ENABLED", numbers: [first, "206 555 0101"] },
            property: "numbers[1]",
            says: /listed already, as numbers\[0\]/,
        },
    ]) {
        it(`refuses ${what}, by the property's name`, async () => {
            const { failures } = await line.preview({ numbers: [first], ...inputs });
            assert.equal(failures.length, 1, JSON.stringify(failures));
            assert.equal(failures[0]!.property, property);
            assert.match(failures[0]!.reason, says);
        });
    }
});
