import { renameSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findProgram, run, withProgress } from "./run.mjs";

const connectSeconds = 5;
const wholeMinutes = 10;
const systems = { linux: "linux", darwin: "darwin", win32: "windows" };
const architectures = { x64: "x64", arm64: "arm64" };

/** Puts Pulumi's own release into `folder`, whole or not at all. Returns the problem, if there is one. */
export async function downloadEngine(version, folder, temporary) {
    const system = systems[process.platform];
    const architecture = architectures[process.arch];
    if (!system || !architecture) return { problem: `there is none for ${process.platform}-${process.arch}` };
    const archive = `pulumi-v${version}-${system}-${architecture}.${system === "windows" ? "zip" : "tar.gz"}`;
    const url = `https://get.pulumi.com/releases/sdk/${archive}`;

    try {
        const file = join(temporary, archive);
        await withProgress(`Downloading the Pulumi engine ${version}`, () => fetchTo(url, file));
        const extraction = await run("tar", ["-xf", file, "-C", temporary], { quiet: true });
        if (extraction.exitCode !== 0) return { problem: `${url} is not the archive it should be` };
        const found = ["pulumi", join("pulumi", "bin"), join("Pulumi", "bin")]
            .map((inner) => join(temporary, inner))
            .find((inner) => findProgram("pulumi", inner));
        if (!found) return { problem: `${url} holds no pulumi program` };
        rmSync(folder, { recursive: true, force: true });
        renameSync(found, folder);
        console.error(`The Pulumi engine ${version} is now in ${folder}.`);
        return {};
    } catch (error) {
        return { problem: `${url}: ${error.message}` };
    }
}

// curl goes first because it knows the proxies of this machine; fetch of Node.js 20 does not.
async function fetchTo(url, file) {
    if (findProgram("curl")) {
        const limits = ["--connect-timeout", `${connectSeconds}`, "--speed-limit", "1000", "--speed-time", "15"];
        const { exitCode, output } = await run("curl", ["-fsSL", ...limits, "-o", file, url], { quiet: true });
        if (exitCode !== 0) throw new Error(output.trim() || `curl ended with ${exitCode}`);
        return;
    }
    try {
        const response = await fetch(url, { signal: AbortSignal.timeout(wholeMinutes * 60_000) });
        if (!response.ok) throw new Error(`status ${response.status}`);
        await writeFile(file, response.body);
    } catch (error) {
        throw new Error(error.cause?.message ?? error.message, { cause: error });
    }
}
