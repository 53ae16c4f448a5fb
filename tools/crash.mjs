import { join } from "node:path";
import { cacheFolder, engineEnvironment } from "./engine.mjs";
import { main, run } from "./run.mjs";
import { root, setUp } from "./setup.mjs";

// Random crashes on the real engine: `npm run crash -- --rounds 60 --seed 1 [--machine-lost] [--adapter plugin]`. Goes on where it was stopped.
main(async () => {
    const options = process.argv.slice(2);
    const engine = await setUp();
    const rounds = [join(root, "dist/tests/crash/rounds.js"), "--folder", join(cacheFolder(), "crash"), ...options];
    const { exitCode } = await run(process.execPath, ["--enable-source-maps", ...rounds], {
        cwd: root,
        env: engineEnvironment(engine),
    });
    process.exitCode = exitCode;
});
