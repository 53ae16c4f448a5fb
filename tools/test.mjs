import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineEnvironment } from "./engine.mjs";
import { main, run } from "./run.mjs";
import { root, setUp } from "./setup.mjs";

main(async () => {
    const selected = process.argv.slice(2).filter(isSelection);
    const options = process.argv.slice(2).filter((argument) => !isSelection(argument));
    // The tests of the plugin are programs in YAML.
    const engine = await setUp({ languages: ["yaml"] });

    const counts = await test(selected.map(compiled), options, engineEnvironment(engine));
    console.log(`\n${counts.passes} passed, ${counts.failures} failed`);
    process.exitCode = counts.failures === 0 ? 0 : 1;
});

async function test(specs, options, env) {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-callfire-test-"));
    const countsFile = join(folder, "counts.json");
    try {
        const mocha = [join(root, "node_modules/mocha/bin/mocha.js"), "--reporter", "tools/mocha-reporter.cjs"];
        // A selection takes the place of the configured files, to which mocha would only add it.
        if (specs.length > 0) mocha.push("--no-config", "--node-option", "enable-source-maps", "--timeout", "20000");
        const { exitCode } = await run(process.execPath, [...mocha, ...options, ...specs], {
            cwd: root,
            env: { ...env, TEST_COUNTS: countsFile },
        });
        const counts = existsSync(countsFile)
            ? JSON.parse(readFileSync(countsFile, "utf8"))
            : { passes: 0, failures: 0 };
        if (exitCode !== 0 && counts.failures === 0) counts.failures = 1;
        return counts;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

function isSelection(argument) {
    return argument.replace(/^\.\//, "").startsWith("tests");
}

function compiled(selection) {
    const path = `dist/${selection.replace(/^\.\//, "").replace(/\/$/, "")}`;
    if (path.endsWith(".ts")) return path.replace(/\.ts$/, ".js");
    return existsSync(join(root, path)) ? `${path}/**/*.test.js` : `${path}*.test.js`;
}
