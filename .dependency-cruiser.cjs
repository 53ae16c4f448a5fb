// The arrows between the rooms: callfire <- orders <- resources <- { dynamic, plugin }.
const only = (from, to, comment) => ({
    name: from.replace(/\W+/g, "-"),
    comment,
    severity: "error",
    from: { path: `^${from}` },
    to: { path: "^(provider|sdk|simulator|tests)/", pathNot: `^(${[from, ...to].join("|")})` },
});
module.exports = {
    forbidden: [
        { name: "no-circles", severity: "error", from: {}, to: { circular: true, dependencyTypesNot: ["type-only"] } },
        only("provider/callfire/", [], "The wire knows no policy."),
        only("provider/orders/", ["provider/callfire/"], "The money path knows no Pulumi."),
        only(
            "provider/resources/",
            ["provider/orders/", "provider/callfire/"],
            "Resources do not know which face calls them.",
        ),
        only(
            "provider/dynamic/",
            [
                "provider/resources/",
                "provider/orders/",
                "provider/callfire/",
                "provider/(config|engineValues|memory|sessions)",
            ],
            "A thin face.",
        ),
        only(
            "provider/plugin/",
            [
                "provider/resources/",
                "provider/orders/",
                "provider/callfire/",
                "provider/(config|engineValues|memory|sessions)",
            ],
            "A thin face.",
        ),
        only("sdk/nodejs/", ["provider/(dynamic|resources)/"], "Programs reach the provider only late and by type."),
        only("simulator/", [], "A wrong reading of the contract must not agree with itself."),
        {
            name: "money-path-knows-no-pulumi",
            severity: "error",
            from: { path: "^provider/(callfire|orders|resources)/" },
            to: { path: "@pulumi|@grpc|google-protobuf" },
        },
    ],
    options: {
        doNotFollow: { path: "node_modules" },
        tsPreCompilationDeps: true,
        tsConfig: { fileName: "tsconfig.json" },
    },
};
