const signatureKey = "4dabf18193072939515e22adb298388d";

type Bag = Record<string, unknown>;

/** As `pulumi stack export` shows it: secrets encrypted. */
export function asExported(properties: Readonly<Bag>): Bag {
    return show(properties) as Bag;
}

function show(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(show);
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    return signatureKey in value
        ? { [signatureKey]: value[signatureKey], ciphertext: "v1:c2VjcmV0" }
        : Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, show(inner)]));
}
