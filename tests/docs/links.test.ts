import type { Token, Tokens } from "marked" with { "resolution-mode": "import" };
import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { pages, partsOf, read, root } from "./pages";

/** What a reader sees of a heading: its text without marks. */
function textOf(part: Token): string {
    const { tokens } = part as Tokens.Generic;
    return tokens === undefined ? (part as Tokens.Text).text : tokens.map(textOf).join("");
}

/** The anchors of a page, made of its headings as GitHub makes them. */
async function anchorsOf(page: string): Promise<string[]> {
    const { default: Slugger } = await import("github-slugger");
    const slugger = new Slugger();
    return (await partsOf(page)).filter(({ type }) => type === "heading").map((part) => slugger.slug(textOf(part)));
}

describe("every link within this repository", () => {
    const all = pages();

    it("leads to a file or folder, and to a heading of it where it names one", async () => {
        const anchors = new Map<string, string[]>();
        for (const page of all) anchors.set(page, await anchorsOf(page));
        const broken: string[] = [];
        let count = 0;
        for (const page of all) {
            const links = (await partsOf(page)).filter((part): part is Tokens.Link => part.type === "link");
            for (const { href } of links.filter((link) => !/^([a-z]+:|\/)/.test(link.href))) {
                count += 1;
                const [path = "", anchor] = href.split("#");
                const target = path === "" ? page : join(page, "..", path).replaceAll("\\", "/");
                const known = anchors.get(target);
                const leads = existsSync(join(root, target)) && (anchor === undefined || known?.includes(anchor));
                if (!leads) broken.push(`${page}: ${href}`);
            }
        }
        assert.deepEqual(broken, []);
        assert(count > 150, `only ${String(count)} links were found`);
    });

    it("leads from docs/README.md to every page of docs", async () => {
        const links = (await partsOf("docs/README.md")).filter((part): part is Tokens.Link => part.type === "link");
        const linked = links.map(({ href }) => join("docs", href));
        // Pages that begin with front matter are Pulumi's registry's.
        const own = all.filter(
            (page) => /^docs\/[^/]+\.md$/.test(page) && page !== "docs/README.md" && !read(page).startsWith("---"),
        );
        assert.deepEqual(
            own.filter((page) => !linked.includes(page)),
            [],
        );
        assert(linked.every((page) => statSync(join(root, page)).isFile()));
    });
});
