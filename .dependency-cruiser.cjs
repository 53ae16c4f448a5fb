// The architecture: callfire <- orders <- resources <- { dynamic, plugin }. Each module may use its own folder and those it names.
const only = (from, to, comment) => ({
    name: from.replace(/\W+/g, "-"),
    comment,
    severity: "error",
    from: { path: `^${from}` },
    to: { path: "^(provider|sdk|simulator|tests|bench)/", pathNot: `^(${[from, ...to].join("|")})` },
});
const folders = (...names) => names.map((name) => `provider/${name}/`);
const core = folders("callfire", "orders", "stack");
const adapters = "^provider/(dynamic|plugin)/";

module.exports = {
    forbidden: [
        { name: "no-circles", severity: "error", from: {}, to: { circular: true, dependencyTypesNot: ["type-only"] } },
        only("provider/callfire/", [], "The wire knows no policy."),
        only("provider/orders/", folders("callfire"), "The money path knows no Pulumi."),
        only(
            "provider/stack/",
            folders("orders"),
            "What the engine's state knows is read in the words of the money path.",
        ),
        only("provider/resources/", core, "Resources do not know which adapter calls them."),
        only(
            "provider/functions/",
            [...core, ...folders("resources")],
            "A look-up does not know which adapter calls it.",
        ),
        only("provider/settings/", [...core, "simulator/index"], "Settings open a session, for whoever asks."),
        only("provider/engine/", folders("orders", "stack", "resources"), "What both adapters need of the engine."),
        ...["dynamic", "plugin"].map((name) =>
            only(
                `provider/${name}/`,
                [...core, ...folders("resources", "functions", "settings", "engine"), "sdk/schema.json"],
                "A thin adapter, which does not know the other one.",
            ),
        ),
        {
            name: "engine-is-for-adapters",
            severity: "error",
            from: { path: "^provider/", pathNot: `${adapters}|^provider/engine/` },
            to: { path: "^provider/engine/" },
        },
        only(
            "sdk/nodejs/",
            ["provider/(dynamic|resources|stack)/"],
            "Programs reach the provider only late and by type, and the engine's state before anything is registered.",
        ),
        only("simulator/", [], "A wrong reading of the contract must not agree with itself."),
        {
            name: "core-knows-no-pulumi",
            severity: "error",
            from: { path: "^provider/(callfire|orders|stack|resources|functions|settings)/" },
            to: { path: "@pulumi|@grpc|google-protobuf" },
        },
    ],
    options: {
        doNotFollow: { path: "node_modules" },
        tsPreCompilationDeps: true,
        tsConfig: { fileName: "tsconfig.json" },
    },
};
