import type { Token, Tokens } from "marked" with { "resolution-mode": "import" };
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The root of this repository, seen from `dist/tests/docs`. */
export const root = join(__dirname, "../../..");

export const read = (page: string): string => readFileSync(join(root, page), "utf8");

/** Every page that is written for people, by its path in this repository. */
export function pages(): string[] {
    const folders = ["docs", "decisions", "examples"].flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
    );
    const own = folders.filter((file) => file.endsWith(".md") && !file.includes("node_modules"));
    return ["README.md", "CONTRIBUTING.md", "sdk/README.md", ...own].map((file) => file.replaceAll("\\", "/"));
}

/** All parts of a page, those within lists and tables included. */
export async function partsOf(page: string): Promise<Token[]> {
    const { marked } = await import("marked");
    const parts: Token[] = [];
    void marked.walkTokens(marked.lexer(read(page)), (part) => void parts.push(part));
    return parts;
}

/** The pieces of code of a page that are in this language. */
export async function codeOf(page: string, language: string): Promise<string[]> {
    return (await partsOf(page))
        .filter((part): part is Tokens.Code => part.type === "code" && (part as Tokens.Code).lang === language)
        .map(({ text }) => text);
}
