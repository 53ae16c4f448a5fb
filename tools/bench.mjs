import { join } from "node:path";
import { engineEnvironment } from "./engine.mjs";
import { main, run } from "./run.mjs";
import { root, setUp } from "./setup.mjs";

// npm run bench                                         everything but the part that needs a database
// npm run bench -- polls faults                         these parts
// npm run bench -- --resources 100 --runs 1             quicker, and less telling
// npm run bench -- --shared                             many machines that share an account and a database
// npm run bench -- --write docs/measurements.md         puts the tables into the page
main(async () => {
    const engine = await setUp();
    const command = ["--enable-source-maps", join(root, "dist/bench/main.js"), ...process.argv.slice(2)];
    const { exitCode } = await run(process.execPath, command, { env: engineEnvironment(engine) });
    process.exitCode = exitCode;
});
