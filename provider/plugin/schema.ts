import type { LookUp } from "../functions/lookUp";
import type { Declaration, Property, Resource } from "../resources/resource";

/** A property in Pulumi's package schema. */
interface SchemaProperty {
    type?: string;
    $ref?: string;
    items?: SchemaProperty;
    description?: string;
    default?: boolean;
    secret?: boolean;
    replaceOnChanges?: boolean;
}

/** An object in it: the inputs or the outputs of a function, or a type with a name. */
interface ObjectType {
    description?: string;
    type: "object";
    properties: Record<string, SchemaProperty>;
    required: string[];
}

/** What package.json says of the package. */
export interface Manifest {
    readonly version: string;
    readonly license: string;
    readonly homepage: string;
    readonly repository: { readonly url: string };
    readonly keywords: readonly string[];
}

/**
 * The package schema, from which the SDKs of all languages and the pages of Pulumi's registry are generated. Its sources are
 * package.json and what the resources, the look-ups and the settings declare of themselves.
 * @param examplesOf the section of a resource's description with its examples, in every language
 */
export async function createSchema(
    manifest: Manifest,
    resources: readonly Resource[],
    lookUps: readonly LookUp[],
    examplesOf: (resource: string) => string,
): Promise<object> {
    const settings = await configurationProperties();
    const repository = manifest.repository.url.replace(/^git\+|\.git$/g, "");

    return {
        name: "callfire",
        displayName: "CallFire",
        version: manifest.version,
        description: "Buys phone numbers and keywords from CallFire and keeps them as infrastructure.",
        keywords: [...manifest.keywords, "category/infrastructure", "kind/native"],
        homepage: manifest.homepage,
        repository,
        license: manifest.license,
        publisher: "pulumi-callfire",
        logoUrl: `${repository.replace("github.com", "raw.githubusercontent.com")}/main/docs/logo.svg`,
        pluginDownloadURL: repository.replace("https://", "github://api."),
        attribution: "Not affiliated with CallFire or Pulumi.",
        meta: { moduleFormat: "(.*)" },
        language,
        config: { variables: settings, defaults: [] },
        provider: {
            description:
                "A CallFire account. A program that needs several declares a provider for each, and names it in its resources' options.",
            inputProperties: settings,
        },
        resources: Object.fromEntries(
            resources.map((resource) => [resource.token, describeResource(resource, examplesOf)]),
        ),
        functions: Object.fromEntries(lookUps.map((lookUp) => [lookUp.token, describeFunction(lookUp)])),
        types: describeTypes([...resources, ...lookUps]),
    };
}

function describeResource({ token, declaration }: Resource, examplesOf: (resource: string) => string): object {
    const inputs = describeProperties(declaration.inputs);
    const outputs = describeProperties(declaration.outputs);
    return {
        description: `${describeWhole(token, declaration)}\n\n${examplesOf(token.replace(/^.*:/, ""))}`,
        inputProperties: inputs,
        requiredInputs: requiredOf(declaration.inputs),
        properties: { ...withoutDefaults(inputs), ...outputs },
        required: requiredOf({ ...declaration.inputs, ...declaration.outputs }),
    };
}

function describeFunction({ token, declaration }: LookUp): object {
    return {
        description: describeWhole(token, declaration),
        inputs: describeObject(declaration.inputs),
        outputs: describeObject(declaration.outputs),
    };
}

/** The types of all nested objects, by their tokens. Where several properties have one type, the first describes it. */
function describeTypes(declared: readonly (Resource | LookUp)[]): Record<string, ObjectType> {
    const properties = declared.flatMap(({ declaration: { inputs, outputs } }) => [
        ...Object.values(inputs),
        ...Object.values(outputs),
    ]);
    const types: Record<string, ObjectType> = {};
    for (const [token, type] of properties.flatMap(typesIn)) {
        types[token] ??= type;
    }
    return types;
}

function typesIn(property: Property): [token: string, type: ObjectType][] {
    const { type, description, items, properties = {} } = property;
    const inner = [...(items === undefined ? [] : [items]), ...Object.values(properties)].flatMap(typesIn);
    return type === "object" ? [...inner, [tokenOf(property), { description, ...describeObject(properties) }]] : inner;
}

function describeObject(properties: Readonly<Record<string, Property>>): ObjectType {
    return { type: "object", properties: describeProperties(properties), required: requiredOf(properties) };
}

function describeProperties(properties: Readonly<Record<string, Property>>): Record<string, SchemaProperty> {
    return Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [
            name,
            {
                ...typeOf(property),
                description: describe(property),
                ...(property.default === undefined ? {} : { default: property.default }),
                ...(property.replaces === true ? { replaceOnChanges: true } : {}),
            },
        ]),
    );
}

function typeOf(property: Property): SchemaProperty {
    const { type, items } = property;
    if (type === "array") {
        return { type, items: items === undefined ? { $ref: "pulumi.json#/Any" } : typeOf(items) };
    }
    return type === "object" ? { $ref: `#/types/${tokenOf(property)}` } : { type };
}

/** Of the type of a nested object. */
function tokenOf({ typeName, description }: Property): string {
    if (typeName === undefined) {
        throw new Error(`A declared object lacks its typeName: ${description}`);
    }
    return `callfire:index:${typeName}`;
}

/** A property, with the form of a list's items: neither the schema nor a doc comment has a place for that. */
export function describe({ description, items }: Property): string {
    return items === undefined || items.typeName !== undefined ? description : `${description} ${items.description}`;
}

/** What it is, how it fails, and how it is imported. */
function describeWhole(token: string, { description, errors, importId }: Declaration): string {
    return [
        description,
        ...(errors === undefined ? [] : [`**Errors.** ${errors}`]),
        ...(importId === undefined
            ? []
            : ["## Import", `The id is ${importId}.`, `\`\`\`sh\npulumi import ${token} <name> <id>\n\`\`\``]),
    ].join("\n\n");
}

const language = {
    nodejs: { respectSchemaVersion: true },
    python: {
        packageName: "pulumi_callfire",
        pyproject: { enabled: true },
        requires: { pulumi: ">=3.165.0,<4.0.0" },
        respectSchemaVersion: true,
    },
    go: {
        importBasePath: "github.com/pulumi-callfire/pulumi-callfire/sdk/go/callfire",
        generateResourceContainerTypes: false,
        respectSchemaVersion: true,
    },
    csharp: {
        rootNamespace: "PulumiCallFire",
        namespaces: { callfire: "CallFire" },
        packageReferences: { Pulumi: "3.*" },
        respectSchemaVersion: true,
    },
    java: { basePackage: "io.github.pulumicallfire", buildFiles: "gradle" },
};

async function configurationProperties(): Promise<Record<string, SchemaProperty>> {
    const { settingDefinitions } = await import("../settings/definitions.js");
    return Object.fromEntries(
        Object.entries(settingDefinitions).map(([name, { type = "string", description, environment, secret }]) => [
            name,
            {
                type,
                description: `${description} Environment: \`${environment}\`.`,
                ...(secret === "always" ? { secret: true } : {}),
            },
        ]),
    );
}

/** Whether outputs are there follows from the state; a default is what a program leaves out. */
function withoutDefaults(properties: Record<string, SchemaProperty>): Record<string, SchemaProperty> {
    return Object.fromEntries(
        Object.entries(properties).map(([name, { default: _default, ...property }]) => [name, property]),
    );
}

function requiredOf(properties: Readonly<Record<string, Property>>): string[] {
    return Object.entries(properties)
        .filter(([, property]) => property.required === true)
        .map(([name]) => name);
}
