import { createRequire } from "node:module";
import { engineEnvironment } from "./engine.mjs";
import { main } from "./run.mjs";
import { setUp } from "./setup.mjs";

// npm run bench -- --resources 100 --runs 1: quicker, and less telling.
// npm run bench -- --shared: many machines that share an account and a database, in about eight minutes; --orders 2 is quicker.
const option = (name, usual) => {
    const place = process.argv.indexOf(`--${name}`);
    return place === -1 ? usual : Number(process.argv[place + 1]);
};
const resources = option("resources", 500);
const runs = option("runs", 5);

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
let missed = 0;

/** One line: what, how much, beside what, and whether it may be so much. */
function tell(what, value, unit, limit, beside = "") {
    const verdict = limit === undefined ? "" : value <= limit ? "ok" : "TOO MUCH";
    if (verdict === "TOO MUCH") missed += 1;
    const allowed = limit === undefined ? "" : `at most ${limit} ${unit}`;
    console.log(
        `${what.padEnd(44)} ${`${value.toFixed(2)} ${unit}`.padStart(14)}  ${allowed.padEnd(18)} ${verdict} ${beside}`.trimEnd(),
    );
}

/** Pipelines that share accounts and a database, while machines and the server are lost. */
async function tellShared({ countRoundTrips, measureShared, orderSeconds }) {
    const orders = option("orders", 10);
    const pipelines = option("pipelines", 20);
    const { one, ofMany } = await countRoundTrips();
    tell("round trips an order, beside its polls", ofMany, "", 6, `one order alone: ${one}, with opening the database`);
    for (const accounts of [1, option("accounts", 10)]) {
        const load = { accounts, pipelines, orders, kills: option("kills", 8), serverKills: option("server-kills", 2) };
        const result = await measureShared(load);
        const label = `${pipelines} pipelines x ${orders} orders, accounts: ${accounts}`;
        console.log(`${label}; ${load.kills} machines and ${load.serverKills} times the database's server killed`);
        tell("  orders more or less than declared", Math.abs(result.placed - result.declared), "", 0);
        tell("  numbers more or less than declared", Math.abs(result.owned - result.declared), "", 0);
        tell("  left to a person", result.problems.length, "", 0, result.problems[0]);
        tell(
            "  polls too early",
            result.gaps.filter((gap) => gap < 1000).length,
            "",
            0,
            `of ${result.gaps.length + accounts}`,
        );
        tell("  median gap between polls", median(result.gaps), "ms", 1030);
        const floor = pipelines * orders + orderSeconds;
        tell(
            "  duration, by orders x 1 s + an order's",
            result.seconds / floor,
            "x",
            1.1,
            `${result.seconds.toFixed(0)} s`,
        );
        tell("  connections to the database, at most", result.mostConnections, "", pipelines * (1 + accounts));
    }
}

main(async () => {
    const engine = await setUp();
    Object.assign(process.env, engineEnvironment(engine));
    const require = createRequire(new URL("../dist/tests/bench/", import.meta.url));
    if (process.argv.includes("--shared")) {
        await tellShared(require("./shared.js"));
        process.exitCode = missed === 0 ? 0 : 1;
        return;
    }
    const { measurePreviews } = require("./previews.js");
    const { measureWaiting } = require("./waiting.js");
    const { measureStarts } = require("./starts.js");
    const { countSyncedWrites } = require("./writes.js");

    const waiting = await measureWaiting("dynamic", resources);
    tell(
        `dynamic: memory, ${resources} orders waiting`,
        waiting.waiting,
        "MB",
        undefined,
        `idle ${waiting.idle.toFixed(0)} MB, placed in ${waiting.seconds.toFixed(0)} s`,
    );
    const plugin = await measureWaiting("plugin", resources);
    tell(
        `plugin: memory, ${resources} orders waiting`,
        plugin.waiting,
        "MB",
        undefined,
        `idle ${plugin.idle.toFixed(0)} MB, placed in ${plugin.seconds.toFixed(0)} s`,
    );

    const starts = await measureStarts(option("starts", 10));
    const bare = median(starts.bare);
    tell("plugin: start to port", median(starts.plugin), "ms", undefined, `a bare gRPC server ${bare.toFixed(0)} ms`);
    tell("plugin: start, by the bare server's", median(starts.plugin) / bare, "x", 1.5);

    const synced = await countSyncedWrites();
    tell("synced writes an order", synced.files, "writes", 4, `as many syncs of their folder: ${synced.folders}`);

    const previews = await measurePreviews(resources, runs);
    const floor = median(previews.floor);
    tell(
        `preview of ${resources}, unchanged`,
        median(previews.ours),
        "s",
        undefined,
        `floor ${floor.toFixed(2)} s, first up ${previews.up.toFixed(0)} s`,
    );
    tell("preview, by that of an idle provider", median(previews.ours) / floor, "x", 1.3);
    tell("preview, beside that of an idle provider", median(previews.ours) - floor, "s");
    tell(
        `first up of ${resources} orders, by an idle one`,
        previews.up / previews.floorUp,
        "x",
        1.5,
        `${previews.up.toFixed(0)} s beside ${previews.floorUp.toFixed(0)} s`,
    );
    tell("preview, by that of one with fewer properties", median(previews.ours) / median(previews.bare), "x");
    tell("inputs and outputs in the state", previews.bytes / 1024, "KB", 1.5);
    process.exitCode = missed === 0 ? 0 : 1;
});
