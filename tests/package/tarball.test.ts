import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pack, root, type Packed } from "./packed";

interface PackageJson {
    readonly repository: { readonly url: string };
    readonly homepage: string;
    readonly bugs: { readonly url: string };
    readonly author: string;
    readonly license: string;
    readonly scripts: Readonly<Record<string, string>>;
}

const kilobyte = 1000;
const megabyte = 1000 * kilobyte;

describe("the package as it is published", function () {
    this.timeout(300_000);
    let packed: Packed;
    let tarball: Uint8Array<ArrayBuffer>;
    let paths: readonly string[];
    let packageJson: PackageJson;

    before(() => {
        packed = pack();
        tarball = new Uint8Array(readFileSync(packed.tarball));
        paths = packed.files.map(({ path }) => path);
        packageJson = JSON.parse(readFileSync(join(packed.folder, "package.json"), "utf8")) as PackageJson;
    });

    it("is small", () => {
        assert.ok(packed.size < 500 * kilobyte, `${packed.size} bytes packed`);
        assert.ok(packed.unpackedSize < 2 * megabyte, `${packed.unpackedSize} bytes unpacked`);
    });

    it("holds no source map, whose sources it lacks, and nothing of the tests", () => {
        assert.deepEqual(
            paths.filter(
                (path) => path.endsWith(".map") || path.includes("tests/fixtures") || /^dist\/tests/.test(path),
            ),
            [],
        );
    });

    it("says whose it is, and where to report what", () => {
        const [, repository] = /^git\+(https:.+)\.git$/.exec(packageJson.repository.url) ?? [];
        assert.ok(repository !== undefined, packageJson.repository.url);
        assert.equal(packageJson.homepage, `${repository}#readme`);
        assert.equal(packageJson.bugs.url, `${repository}/issues`);
        assert.equal(packageJson.license, "Apache-2.0");
        assert.ok(packageJson.author.length > 0);
        assert.ok(paths.includes("LICENSE") && paths.includes("CHANGELOG.md"));
    });

    it("runs nothing while it is installed", () => {
        for (const script of ["preinstall", "install", "postinstall", "prepare"]) {
            assert.equal(packageJson.scripts[script], undefined, script);
        }
        assert.equal(existsSync(join(root, "binding.gyp")), false);
    });

    it("holds everything that its pages link to", () => {
        const pages = paths.filter((path) => path.endsWith(".md"));
        const links = pages.flatMap((page) => linksOf(page).map((link) => ({ page, link })));
        assert.ok(links.length > 50, `${links.length} links`);
        const broken = links.filter(({ page, link }) => !existsSync(join(packed.folder, dirname(page), link)));
        assert.deepEqual(broken, []);
    });

    it("satisfies publint, suggestions included", async () => {
        const { publint } = await import("publint");
        const { formatMessage } = await import("publint/utils");
        const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer }, strict: true });
        assert.deepEqual(
            messages.map((message) => formatMessage(message, pkg)),
            [],
        );
    });

    it("has types that agree with its code, however they are resolved", async () => {
        const { checkPackage, createPackageFromTarballData } = await import("@arethetypeswrong/core");
        const result = await checkPackage(createPackageFromTarballData(tarball));
        assert.ok(result.types);
        assert.ok(Object.keys(result.entrypoints).length >= 8);
        assert.deepEqual(result.problems, []);
    });

    /** The files that a page links to, without what it links to elsewhere. */
    function linksOf(page: string): string[] {
        const text = readFileSync(join(packed.folder, page), "utf8").replace(/^```.*?^```/gms, "");
        const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
        return targets
            .filter((target) => !/^([a-z]+:|#)/.test(target))
            .map((target) => decodeURI(target.replace(/#.*$/, "")));
    }
});
