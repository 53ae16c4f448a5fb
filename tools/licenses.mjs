import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readLockFile, withoutDevelopment } from "./lockfile.mjs";
import { Failure, main } from "./run.mjs";
import { root } from "./setup.mjs";

const page = join(root, "THIRD_PARTY_LICENSES.md");
const introduction = `# Licenses of third parties

Packages that are installed with pulumi-callfire, and those that are part of the plugin in one file (marked *), with the texts of their
licenses. Written by \`npm run licenses\` from the lock file.
`;

/** Lists what is installed or bundled, with the texts that its licenses ask us to hand on. */
function describeLicenses() {
    const lockFile = readLockFile();
    const bundled = bundledPackages();
    const installed = Object.keys(withoutDevelopment(lockFile).packages).filter((path) => path !== "");
    const paths = [...new Set([...installed, ...bundled])].sort();
    const packages = paths.map((path) => ({
        name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
        version: lockFile.packages[path].version,
        license: lockFile.packages[path].license,
        mark: bundled.includes(path) ? " *" : "",
        text: textOf(path),
    }));
    const rows = packages.map(({ name, version, license, mark }) => `| ${name}${mark} | ${version} | ${license} |`);
    const namesByText = new Map();
    for (const { name, text } of packages) namesByText.set(text, [...(namesByText.get(text) ?? []), name]);
    const texts = [...namesByText].map(([text, names]) => `## ${names.join(", ")}\n\n${text}\n`);
    return [introduction, "| package | version | license |\n|---|---|---|", `${rows.join("\n")}\n`, ...texts].join(
        "\n",
    );
}

function bundledPackages() {
    const list = join(root, "dist/bundled-packages.json");
    if (!existsSync(list)) throw new Failure("The build is missing: run `npm run build` first.");
    return JSON.parse(readFileSync(list, "utf8"));
}

function textOf(path) {
    const files = readdirSync(join(root, path)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
    if (files.length === 0) return "It comes without a text; its package.json names the license.";
    const texts = files.sort().map((file) =>
        readFileSync(join(root, path, file), "utf8")
            .replaceAll("\r\n", "\n")
            .trim(),
    );
    return texts.map((text) => `\`\`\`text\n${text}\n\`\`\``).join("\n\n");
}

main(async () => {
    const found = describeLicenses();
    if (!process.argv.includes("--check")) return writeFileSync(page, found);
    const written = existsSync(page) ? readFileSync(page, "utf8") : "";
    if (found !== written) throw new Failure("THIRD_PARTY_LICENSES.md is stale: run `npm run licenses` and commit it.");
});
