import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Failure, main } from "./run.mjs";

/** What CHANGELOG.md says of a version, without its heading. */
export function sectionOf(changelog, version) {
    const sections = changelog.split(/^## /m).slice(1);
    const section = sections.find((text) => text.split("\n", 1)[0].trim() === version);
    const body = section?.slice(section.indexOf("\n")).trim();
    if (!body) throw new Failure(`CHANGELOG.md says nothing of version ${version}: run \`npm run release:version\`.`);
    return `${body}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const [version, file = "CHANGELOG.md"] = process.argv.slice(2);
    main(async () => process.stdout.write(sectionOf(readFileSync(file, "utf8"), version)));
}
