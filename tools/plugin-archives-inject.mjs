import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// Apart, because it tells of every odd section that it meets in an executable.
const [postject, executable, blob] = process.argv.slice(2);
const { inject } = createRequire(import.meta.url)(postject);
await inject(executable, "NODE_SEA_BLOB", readFileSync(blob), {
    sentinelFuse: "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2",
    machoSegmentName: "NODE_SEA",
});
