import { createHmac, scryptSync } from "node:crypto";

/**
 * A one-way hash of a secret name, keyed with the credentials (HMAC), that stands for the name where the engine keeps it in clear:
 * `hmac:` and 16 bytes in hexadecimal. Whoever has the credentials can tell whether a name is meant; nobody can read it out.
 */
export type Seal = (name: string) => string;

const mark = "hmac:";

/** @returns the seal of one account; after another password no seal of before is known any more, and none is wrong */
export function createSeal(login: string, password: string): Seal {
    let key: Buffer | undefined;
    return (name) => {
        // Slow on purpose: a state that many can read must not be a way to try passwords. Only who has secret names pays for it.
        key ??= scryptSync(password, `pulumi-callfire ${login}`, 32);
        return mark + createHmac("sha256", key).update(name).digest("hex").slice(0, 32);
    };
}

export function isSealed(text: string): boolean {
    return text.startsWith(mark);
}

/** The same value with each of these texts sealed, wherever it stands. */
export function sealIn<Value>(value: Value, secrets: ReadonlySet<string>, seal: Seal): Value {
    return secrets.size === 0 ? value : replaceTexts(value, (text) => (secrets.has(text) ? seal(text) : text));
}

/** The same value with the seals of these names opened. Any other stays: nobody can tell what it stands for. */
export function unsealIn<Value>(value: Value, names: readonly string[], seal: Seal): Value {
    return findTexts(value).some(isSealed)
        ? replaceSeals(value, Object.fromEntries(names.map((name) => [seal(name), name])))
        : value;
}

/** @param names by their seals */
export function replaceSeals<Value>(value: Value, names: Readonly<Record<string, string>>): Value {
    return replaceTexts(value, (text) => names[text] ?? text);
}

/** Looks up by name what is known by names and by seals; of what is known by both, the seal's part is the newer one. */
export function lookUpBySeal<Known extends object>(
    known: ReadonlyMap<string, Known>,
    seal: Seal,
): Pick<ReadonlyMap<string, Known>, "get" | "has"> {
    if (![...known.keys()].some(isSealed)) {
        return known;
    }
    function get(name: string): Known | undefined {
        const [clear, sealed] = [known.get(name), known.get(seal(name))];
        return clear === undefined ? sealed : { ...clear, ...sealed };
    }
    return { get, has: (name) => get(name) !== undefined };
}

/** Every text in a value; names of properties are texts too, as in a list of leases by number. */
export function findTexts(value: unknown): string[] {
    if (typeof value === "string") {
        return [value];
    }
    if (Array.isArray(value)) {
        return value.flatMap(findTexts);
    }
    return typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([name, inner]) => [name, ...findTexts(inner)])
        : [];
}

function replaceTexts<Value>(value: Value, replace: (text: string) => string): Value {
    return replaced(value) as Value;

    function replaced(part: unknown): unknown {
        if (typeof part === "string") {
            return replace(part);
        }
        if (Array.isArray(part)) {
            return part.map(replaced);
        }
        return typeof part === "object" && part !== null
            ? Object.fromEntries(Object.entries(part).map(([name, inner]) => [replace(name), replaced(inner)]))
            : part;
    }
}
