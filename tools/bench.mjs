import { createRequire } from "node:module";
import { engineEnvironment } from "./engine.mjs";
import { main } from "./run.mjs";
import { setUp } from "./setup.mjs";

// npm run bench -- --resources 100 --runs 1: quicker, and less telling.
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

main(async () => {
    const engine = await setUp();
    Object.assign(process.env, engineEnvironment(engine));
    const require = createRequire(new URL("../dist/tests/bench/", import.meta.url));
    const { measurePreviews } = require("./previews.js");
    const { measureWaiting } = require("./waiting.js");
    const { measureStarts } = require("./starts.js");
    const { countSyncedWrites } = require("./writes.js");

    const waiting = await measureWaiting("dynamic", resources);
    tell(
        `dynamic: memory, ${resources} orders waiting`,
        waiting.waiting,
        "MB",
        150,
        `idle ${waiting.idle.toFixed(0)} MB, placed in ${waiting.seconds.toFixed(0)} s`,
    );
    const plugin = await measureWaiting("plugin", resources);
    tell(
        `plugin: memory, ${resources} orders waiting`,
        plugin.waiting,
        "MB",
        120,
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
    tell("preview, by that of one with fewer properties", median(previews.ours) / median(previews.bare), "x");
    tell("inputs and outputs in the state", previews.bytes / 1024, "KB", 1.5);
    process.exitCode = missed === 0 ? 0 : 1;
});
