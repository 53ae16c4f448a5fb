import { createRequire } from "node:module";
import { join } from "node:path";
import { cruise } from "dependency-cruiser";
import { root } from "../setup.mjs";

const { options } = createRequire(import.meta.url)(join(root, ".dependency-cruiser.cjs"));

/** The folders of the code and who uses whom, as dependency-cruiser finds it. */
export async function moduleGraph() {
    const { output } = await cruise(["provider", "sdk/nodejs", "simulator"], { ...options, baseDir: root });
    const uses = new Map();
    for (const { source, dependencies } of output.modules) {
        const from = folderOf(source);
        if (from === undefined) continue;
        const used = uses.get(from) ?? new Set();
        uses.set(from, used);
        for (const { resolved } of dependencies) {
            const to = folderOf(resolved);
            if (to !== undefined && to !== from) used.add(to);
        }
    }
    const arrows = [...uses].flatMap(([from, used]) =>
        [...used]
            .filter(
                (to) =>
                    !reaches(
                        uses,
                        [...used].filter((other) => other !== to),
                        to,
                    ),
            )
            .map((to) => [from, to]),
    );
    const lines = arrows.map(([from, to]) => `    ${idOf(from)}["${from}"] --> ${idOf(to)}["${to}"]`);
    return ["```mermaid", "graph TD", ...lines.sort(), "```"].join("\n");
}

function folderOf(file) {
    return /^(provider\/[^/]+(?=\/)|sdk\/nodejs|simulator)/.exec(file)?.[0];
}

const idOf = (folder) => folder.replace(/\W/g, "_");

/** Whether one of the folders comes to another one, over any number of arrows. */
function reaches(uses, from, to, seen = new Set()) {
    return from.some((folder) => {
        if (folder === to) return true;
        if (seen.has(folder)) return false;
        seen.add(folder);
        return reaches(uses, [...(uses.get(folder) ?? [])], to, seen);
    });
}
