import { chmodSync, existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { Failure, main } from "./run.mjs";
import { root } from "./setup.mjs";

// One file starts in a fifth of the time that the engine's own launcher of source plugins takes.
main(async () => {
    const entry = join(root, "dist/provider/plugin/main.js");
    if (!existsSync(entry)) throw new Failure("dist/provider/plugin/main.js is missing: run `npx tsc -b` first.");
    const plugin = join(root, "pulumi-resource-callfire");
    const unfinished = join(root, "dist", `plugin-${process.pid}.js`);
    const { metafile } = await build({
        entryPoints: [entry],
        outfile: unfinished,
        absWorkingDir: root,
        bundle: true,
        platform: "node",
        target: "node20",
        format: "cjs",
        banner: { js: "#!/usr/bin/env node" },
        // Its text stays in memory for as long as it runs.
        minifyWhitespace: true,
        legalComments: "none",
        logLevel: "warning",
        metafile: true,
    });
    chmodSync(unfinished, 0o755);
    renameSync(unfinished, plugin);
    const packages = Object.keys(metafile.inputs).map(
        (path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(path)?.[1],
    );
    const bundled = [...new Set(packages.filter(Boolean))].sort();
    writeFileSync(join(root, "dist/bundled-packages.json"), JSON.stringify(bundled));
});
