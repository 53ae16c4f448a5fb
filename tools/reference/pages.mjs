import { nameOf, objectsOf } from "./comments.mjs";

const note = "<!-- Generated from the declarations in provider/ by `npm run docs`. -->";

/** The pages of docs/reference by their files: one for each resource and look-up, and their index. */
export function referencePages(resources, lookUps, { describe, exampleOf, errorNames }) {
    const all = [...resources, ...lookUps];
    const names = all.map(({ token }) => nameOf(token));
    const link = (text, own) =>
        text.replace(/`(\w+)`/g, (code, name) => {
            if (errorNames.includes(name)) return `[${code}](../on-call.md#${name.toLowerCase()})`;
            return names.includes(name) && name !== own ? `[${code}](${name}.md)` : code;
        });

    const page = ({ token, declaration }) => {
        const name = nameOf(token);
        const { description, errors, importId, inputs, outputs } = declaration;
        const parts = [
            `# ${name}`,
            note,
            link(description, name),
            "## Example",
            `\`\`\`ts\n${exampleOf(name)}\n\`\`\``,
            ...tableOf("## Inputs", inputs),
            ...tableOf("## Outputs", outputs),
            ...objectsOf([{ declaration }]).flatMap((object) => tableOf(`## ${object.typeName}`, object.properties)),
            "## Errors",
            link(errors, name),
            ...(importId === undefined
                ? []
                : ["[On call](../on-call.md) has every error, with what is safe and what to do."]),
            ...(importId === undefined ? [] : importOf(token, importId)),
        ];
        return [`docs/reference/${name}.md`, parts.join("\n\n") + "\n"];
    };

    const tableOf = (heading, properties) => {
        const rows = Object.entries(properties).map(
            ([name, property]) => `| \`${name}\` | ${typeOf(property)} | ${link(describe(property))} |`,
        );
        return rows.length === 0 ? [] : [heading, ["| name | type | |", "|---|---|---|", ...rows].join("\n")];
    };

    const index = [
        "# Reference",
        note,
        "What each resource and look-up takes and returns, and how it fails. The inputs of a resource are outputs too.",
        "## Resources",
        listOf(resources),
        "## Look-ups",
        "Each has a twin for outputs, such as `getNumberOutput`. [Look-ups](../look-ups.md) says how they are answered.",
        listOf(lookUps),
    ];
    return new Map([...all.map(page), ["docs/reference/README.md", index.join("\n\n") + "\n"]]);
}

function listOf(declared) {
    return declared
        .map(({ token, declaration }) => {
            const [summary] = /^.*?\.(?= |$|\n)/.exec(declaration.description);
            return `- [${nameOf(token)}](${nameOf(token)}.md): ${summary}`;
        })
        .join("\n");
}

function importOf(token, importId) {
    return [
        "## Import",
        `With the plugin. The id is ${importId}.`,
        `\`\`\`sh\npulumi import ${token} <name> <id>\n\`\`\``,
    ];
}

function typeOf(property) {
    const { required, replaces } = property;
    return [
        nameOfType(property),
        ...(required === true ? ["required"] : []),
        ...(replaces === true ? ["replaces"] : []),
    ].join(", ");
}

function nameOfType({ type, typeName, items }) {
    if (type === "array") return `${nameOfType(items)}[]`;
    return typeName === undefined ? type : `[${typeName}](#${typeName.toLowerCase()})`;
}
