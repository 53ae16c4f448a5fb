import ts from "typescript";
import { Failure } from "../run.mjs";

const width = 120;

/**
 * A file of sdk/nodejs with the doc comments that the declarations say: those of classes, functions and properties. What a declaration
 * does not know, such as a constructor, keeps its own.
 */
export function withDocComments(file, text, documented) {
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const edits = source.statements.flatMap((statement) => editsOf(statement, documented, file));
    return edits
        .sort((one, other) => other.start - one.start)
        .reduce((written, { start, end, comment }) => written.slice(0, start) + comment + written.slice(end), text);
}

function editsOf(statement, { owners, functions, describe }, file) {
    const name = statement.name?.text;
    if (ts.isFunctionDeclaration(statement) && functions.has(name)) {
        return [editOf(statement, functions.get(name), "")];
    }
    const owner = owners.get(name);
    if (owner === undefined || !(ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement))) {
        return [];
    }
    const members = statement.members.filter((member) => !isStatic(member) && isProperty(member));
    const own = owner.parts === undefined ? [] : [editOf(statement, owner.parts, "")];
    return [
        ...own,
        ...members.map((member) => editOf(member, partsOf(member, owner, `${file}: ${name}`, describe), "    ")),
    ];
}

const isProperty = (member) => ts.isPropertySignature(member) || ts.isPropertyDeclaration(member);
const isStatic = (member) => member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true;

function partsOf(member, { properties }, owner, describe) {
    const property = properties[member.name.text];
    if (property === undefined) throw new Failure(`${owner} has ${member.name.text}, which nothing declares.`);
    return [describe(property)];
}

function editOf(node, parts, indentation) {
    const comments = ts.getJSDocCommentsAndTags(node).filter((part) => ts.isJSDoc(part));
    const start = node.getStart();
    return { start: comments.at(-1)?.pos ?? start, end: start, comment: commentOf(parts, indentation) + indentation };
}

function commentOf(parts, indentation) {
    const line = `/** ${parts[0]} */\n`;
    if (parts.length === 1 && indentation.length + line.length <= width + 1) {
        return line;
    }
    const lines = parts.flatMap((part, index) => [...(index === 0 ? [] : [""]), ...wrap(part, indentation)]);
    return ["/**", ...lines.map((one) => `${indentation} * ${one}`.trimEnd()), `${indentation} */\n`].join("\n");
}

function wrap(part, indentation) {
    if (part.startsWith("```")) return part.split("\n");
    const lines = [""];
    for (const word of part.match(/(`[^`]*`|\S)+/g)) {
        const longer = lines.at(-1) === "" ? word : `${lines.at(-1)} ${word}`;
        if (longer.length <= width - indentation.length - 3) lines[lines.length - 1] = longer;
        else lines.push(word);
    }
    return lines;
}

/** What the declarations say, by the names that classes, interfaces and functions have in sdk/nodejs. */
export function documentedBy(resources, lookUps, { describe, exampleOf }) {
    const owners = new Map();
    const functions = new Map();
    for (const { token, declaration } of resources) {
        const name = nameOf(token);
        const { inputs, outputs } = declaration;
        owners.set(name, {
            parts: wholeOf(declaration, exampleOf(name), token),
            properties: { ...inputs, ...outputs },
        });
        owners.set(`${name}Args`, { properties: inputs });
    }
    for (const { token, declaration } of lookUps) {
        const name = nameOf(token);
        const type = name[0].toUpperCase() + name.slice(1);
        functions.set(name, wholeOf(declaration, exampleOf(name)));
        owners.set(`${type}Args`, { properties: declaration.inputs });
        owners.set(`${type}OutputArgs`, { properties: declaration.inputs });
        owners.set(`${type}Result`, { properties: declaration.outputs });
    }
    for (const { typeName, description, properties } of objectsOf([...resources, ...lookUps])) {
        owners.set(typeName, { parts: [description], properties });
        owners.set(`${typeName}Args`, { properties });
    }
    // What both things that are owned extend.
    owners.set("Lease", { properties: owners.get("OwnedKeyword").properties });
    return { owners, functions, describe };
}

/** Every nested object once: what is first met describes it. */
export function objectsOf(declared) {
    const found = new Map();
    const visit = (property) => {
        if (property.typeName !== undefined && !found.has(property.typeName)) found.set(property.typeName, property);
        [...Object.values(property.properties ?? {}), ...(property.items ? [property.items] : [])].forEach(visit);
    };
    for (const { declaration } of declared)
        Object.values({ ...declaration.inputs, ...declaration.outputs }).forEach(visit);
    return [...found.values()];
}

export const nameOf = (token) => token.slice(token.lastIndexOf(":") + 1);

function wholeOf({ description, errors, importId }, example, token) {
    // Whoever reads a hover has imported the package.
    const [, ...shown] = example.split("\n");
    return [
        ...description.split("\n\n"),
        `\`\`\`ts\n${shown.join("\n").trim()}\n\`\`\``,
        token === undefined ? `@throws ${errors}` : `**Errors.** ${errors}`,
        ...(importId === undefined
            ? []
            : [`**Import**, with the plugin: \`pulumi import ${token} <name> <id>\`. The id is ${importId}.`]),
    ];
}
