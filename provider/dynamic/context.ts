import { encodeState, namesProperty, openState, secretsOfState } from "../engine/sealing";
import { decodeProperties, secretTexts, unknownMark, type Decoded } from "../engine/values";
import type { CheckedAttempt } from "../orders/attempt";
import { sealIn, type Seal } from "../orders/seal";
import { textsOf } from "../resources/inputs";
import { unknownValue, type Checked, type Properties } from "../resources/resource";
import { attemptProperty, readAttempt, writeAttempt } from "../stack/reading";
import type { Earlier } from "../stack/view";
import { shortenUrn, wholeUrn } from "./storedUrn";

// Hidden properties of a dynamic resource. None of them is encrypted but `__names`; secret names in the others are sealed.
//
// | property     |        | written by                  | read by                                                          |
// |--------------|--------|-----------------------------|------------------------------------------------------------------|
// | `__provider` | input  | sdk/nodejs/provider.ts      | the engine's host of dynamic providers, which evaluates it       |
// | `__context`  | input  | sdk/nodejs/context.ts       | `contextOf` below; `preview` and `earlier` in it are not stored  |
// | `__attempt`  | input  | check, by `withAttempt`     | create, update and the next check; stack/reading.ts              |
// | `__held`     | output | resources/state.ts and      | every later call about the resource; stack/reading.ts            |
// |              |        | resources/uidMark.ts        |                                                                  |
// | `__names`    | output | engine/sealing.ts           | engine/sealing.ts, to open the seals in `__held`; encrypted      |

/** What the engine hands to a dynamic provider and takes from it. */
export type Bag = Record<string, unknown>;

/** What the provider must know of the program. It travels as one hidden input, because no call of the engine tells it (decisions/0035). */
export interface Context {
    readonly urn: string;
    readonly organization: string;
    /** URNs that the resource had before, by the `aliases` option. */
    readonly aliases: readonly string[];
    /** `customTimeouts`, in the program's own notation: `10m`. */
    readonly timeouts: { readonly create?: string; readonly update?: string; readonly delete?: string };
    /** Property paths of the option of this name: the engine can't tell here which properties change. */
    readonly replaceOnChanges: readonly string[];
    /** Names of the inputs that are secret: to this adapter the engine gives them in clear. */
    readonly secrets: readonly string[];
    /** The option of this name: a replacement would come after its own names were released. */
    readonly deletesBeforeReplace: boolean;
    /** What only check needs, and the engine does not store. */
    readonly isPreview: boolean;
    readonly earlier: Earlier | undefined;
}

/** Parts of the context that change from run to run: only check is told them, and the engine does not store them. */
const onlyForCheck = ["preview", "earlier"];
const hidden = ["__provider", "__context", attemptProperty];

/** The declared part of a bag, in the form that resources know. */
export function visible(bag: Bag): Properties {
    return openState(shown(bag));
}

function shown(bag: Bag): Properties {
    return decodeProperties(withoutHidden(bag)).values;
}

/** Without what only this adapter and the SDK know of. */
export function withoutHidden(bag: Readonly<Bag>): Bag {
    return Object.fromEntries(Object.entries(bag).filter(([name]) => !hidden.includes(name)));
}

/** The declared part, and what of it is secret; of a state also what is held from secret declarations of before. */
export function declared(bag: Bag): Decoded {
    const secrets = contextOf(bag)?.secrets ?? [];
    const state = secretsOfState(shown(bag));
    return {
        values: { ...visible(bag), ...state.values },
        secrets: { ...Object.fromEntries(secrets.map((name) => [name, true])), [namesProperty]: true },
    };
}

/** What this operation may order, as the engine has stored it: secret names are sealed. */
export function attemptIn(bag: Bag): CheckedAttempt | undefined {
    return readAttempt(bag[attemptProperty]);
}

/**
 * What goes back to the engine: the properties, secret where they repeat a secret, and the hidden ones that came with the call.
 * @param before in an update, the state before it
 */
export function withHidden(properties: Properties, bag: Bag, seal: Seal, before: Bag = {}): Bag {
    const { __provider: provider, __context: context } = bag;
    return {
        ...encodeState(properties, declared(bag), declared(before), seal),
        ...(provider !== undefined && { __provider: provider }),
        ...(context !== undefined && { __context: storedPart(context) }),
    };
}

/** The inputs as the engine shall store them: with what the operation may order, readable to a run that has no secrets. */
export function withAttempt({ inputs, attempt }: Checked, bag: Bag, seal: Seal): Bag {
    const properties = withHidden(inputs, bag, seal);
    if (attempt === undefined) {
        return properties;
    }
    const secrets = secretTexts(declared(bag), declared({ ...bag, ...inputs }));
    return {
        ...properties,
        [attemptProperty]: attempt === unknownValue ? unknownMark : writeAttempt(sealIn(attempt, secrets, seal)),
    };
}

/** The part of the context that the engine stores. */
function storedPart(context: unknown): unknown {
    if (typeof context !== "object" || context === null) {
        return context;
    }
    const kept = Object.entries(context as Bag).filter(([name]) => !onlyForCheck.includes(name));
    const { urn, ...rest } = Object.fromEntries(kept);
    return { ...(urn !== undefined && { urn: typeof urn === "string" ? shortenUrn(urn) : urn }), ...rest };
}

/** Undefined where the state is older than the hidden input, or where a preview does not know it yet. */
export function contextOf(bag: Bag): Context | undefined {
    const context = bag["__context"];
    if (typeof context !== "object" || context === null) {
        return undefined;
    }
    const { urn, organization, aliases, timeouts, replaceOnChanges, secrets } = context as Bag;
    const { deleteBeforeReplace, preview, earlier } = context as Bag;
    if (typeof urn !== "string" || urn === unknownMark) {
        return undefined;
    }
    return {
        urn: wholeUrn(urn),
        // Left out of the state where Pulumi knows none, and then calls it so.
        organization: typeof organization === "string" ? organization : "organization",
        aliases: textsOf(aliases),
        timeouts: typeof timeouts === "object" && timeouts !== null ? timeouts : {},
        replaceOnChanges: textsOf(replaceOnChanges),
        secrets: textsOf(secrets),
        deletesBeforeReplace: deleteBeforeReplace === true,
        isPreview: preview === true,
        earlier: typeof earlier === "object" && earlier !== null ? (earlier as Earlier) : undefined,
    };
}

const secondsPerUnit = new Map([
    ["h", 3600],
    ["m", 60],
    ["s", 1],
    ["ms", 1e-3],
    ["us", 1e-6],
    ["µs", 1e-6],
    ["ns", 1e-9],
]);

/** Reads a duration in Go's notation, the one of `customTimeouts`: `1h30m`. The engine has refused any other. */
export function secondsOf(duration: string | undefined): number {
    const parts = [...(duration ?? "").matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g)];
    return parts.reduce((sum, [, count, unit = "s"]) => sum + Number(count) * (secondsPerUnit.get(unit) ?? 0), 0);
}
