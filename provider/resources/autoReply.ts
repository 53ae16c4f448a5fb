import type { CallFireClient } from "../callfire/client";
import type { AutoReply as Wanted } from "../callfire/types";
import { NotAdopted } from "../orders/errors";
import type { Operation } from "../orders/session";
import { assertAccount, assertAccountOfEarlier } from "./account";
import { newId, nextAttempt } from "./attempts";
import { checkTypes, compact, hasUnknown } from "./check";
import { createOnce, CreationInDoubt, equalBefore, findMade, isSeen, madeId, unsettledId } from "./createOnce";
import type { Creation, MadeMark } from "./createOnce";
import { compareInputs, noChange } from "./inputs";
import { readKeyword, readNumber } from "./notation";
import { PartialFailure, unknownValue } from "./resource";
import type {
    Checked,
    CheckFailure,
    CheckOptions,
    Declaration,
    Difference,
    DiffOptions,
    Found,
    Properties,
    Resource,
} from "./resource";
import { heldProperty } from "./state";
import { draftWithoutOrder, readUidMark, settledMark } from "./uidMark";

const declaration: Declaration = {
    description:
        "An answer to texts that come in to a number or a keyword. Any change replaces it, the new one before the old: CallFire has no call that changes one.",
    inputs: {
        number: {
            type: "string",
            replaces: true,
            description:
                "The number of the account that is texted, in any usual notation; kept as 11 digits. Not together with `keyword`.",
        },
        keyword: {
            type: "string",
            replaces: true,
            description:
                "The keyword of the account that is texted to CallFire's short code; kept in upper case. Not together with `number`.",
        },
        match: {
            type: "string",
            replaces: true,
            description:
                "The text that is answered, in upper or lower case. Absent: every text. No two replies of a program may answer the same.",
        },
        message: { type: "string", required: true, replaces: true, description: "What is answered." },
    },
    outputs: {
        account: {
            type: "string",
            required: true,
            description:
                "Whose it is: host and login, or the simulator's own id. The resource is never acted on under another account.",
        },
    },
};

/** The number that keywords are texted to. */
const shortCode = "67076";

/** One answer to texts. Its Pulumi id is CallFire's. */
export const autoReply: Resource = {
    token: "callfire:index:AutoReply",
    declaration,
    check,
    diff,
    create,
    read,
    update,
    delete: remove,
};

async function check(news: Properties, olds: Properties | undefined, options: CheckOptions): Promise<Checked> {
    const given = compact(news);
    const failures = checkTypes(given, declaration.inputs);
    if (failures.length > 0) {
        return { inputs: given, failures };
    }
    const inputs = compact({
        ...given,
        number: readName(given, "number", readNumber, failures),
        keyword: readName(given, "keyword", readKeyword, failures),
        match: given["match"] === "" ? undefined : given["match"],
    });
    failures.push(...checkTarget(given), ...checkMessage(given));
    if (failures.length > 0) {
        return { inputs, failures };
    }
    await assertAccountOfEarlier(options);
    if (hasUnknown(inputs)) {
        return { inputs, failures, attempt: unknownValue };
    }
    const { session, owner, signal } = options;
    const other = owner && session?.memory.noteListing(listingOf(inputs), owner.urn);
    if (other !== undefined) {
        const target = describeTarget(inputs);
        return { inputs, failures: [{ property: "match", reason: `${other} answers the same texts to ${target}` }] };
    }
    const isNew = olds === undefined;
    const owned =
        isNew && session !== undefined
            ? await equalBefore(() => findEqual(inputs, session.client, signal), options)
            : [];
    const attempt = await nextAttempt(draftWithoutOrder(isNew, owned), options);
    return { inputs, failures, ...(attempt !== undefined && { attempt }) };
}

function diff(id: string, olds: Properties, news: Properties, options: DiffOptions): Promise<Difference> {
    if (options.session !== undefined) {
        assertAccount(olds["account"], options.session);
    }
    const details = compareInputs(declaration, olds, news);
    const isSettled = madeId(id, olds) !== undefined;
    const replaces = Object.keys(details);
    if (isSettled && replaces.length === 0) {
        return Promise.resolve(noChange);
    }
    return Promise.resolve({
        ...noChange,
        changes: true,
        replaces,
        details: replaces.length === 0 ? { message: "update" } : details,
        stables: replaces.length === 0 ? ["account"] : [],
        ...(!isSettled && { summary: "looks for what an earlier run may have made" }),
    });
}

async function create(news: Properties, operation: Operation): Promise<{ id: string; state: Properties }> {
    const mark = settledMark({}, operation);
    try {
        const id = await createOnce(creationOf(news, operation), mark.uid, operation);
        return { id, state: stateOf(news, mark, operation) };
    } catch (error) {
        if (!(error instanceof CreationInDoubt)) {
            throw error;
        }
        throw new PartialFailure(unsettledId(mark.uid), stateOf(news, mark, operation), [error.message]);
    }
}

/** Only of one that may have been made: any change replaces. */
async function update(id: string, olds: Properties, news: Properties, operation: Operation): Promise<Properties> {
    assertAccount(olds["account"], operation.session);
    const mark: MadeMark = settledMark(olds, operation);
    try {
        const made = madeId(id, olds) ?? (await createOnce(creationOf(news, operation), mark.uid, operation, true));
        return stateOf(news, made === id ? mark : { ...mark, id: made }, operation);
    } catch (error) {
        if (!(error instanceof CreationInDoubt)) {
            throw error;
        }
        throw new PartialFailure(id, stateOf(news, mark, operation), [error.message]);
    }
}

async function remove(id: string, state: Properties, operation: Operation): Promise<void> {
    const { session, signal } = operation;
    assertAccount(state["account"], session);
    await operation.assertEngineAlive();
    const made = madeId(id, state) ?? (await findMade(creationOf(state, operation), readUidMark(state).uid, operation));
    if (made !== undefined) {
        await session.client.deleteAutoReply(made, signal);
    }
}

/** Refresh: what CallFire says takes the place of what was declared. Import: by CallFire's id. */
async function read(
    id: string,
    olds: Properties | undefined,
    inputs: Properties | undefined,
    operation: Operation,
): Promise<Found | undefined> {
    const { session, signal } = operation;
    const isImport = olds === undefined || Object.keys(olds).length === 0;
    if (isImport && !/^\d{1,19}$/.test(id)) {
        throw new NotAdopted(`"${id}" can't be imported: it must be an auto-reply's id, digits only.`);
    }
    const state = isImport ? {} : olds;
    assertAccount(state["account"], session);
    const mark = isImport ? { uid: newId(6) } : settledMark(state, operation);
    const made = madeId(id, state) ?? (await findMade(creationOf(state, operation), mark.uid, operation));
    if (made === undefined) {
        return { id, state, inputs: inputs ?? {} };
    }
    const found = await session.client.getAutoReply(made, signal);
    if (found === undefined) {
        return undefined;
    }
    // What differs only as texts do on their way stays as it is declared.
    const declared = !isImport && isEqual(found, wantedOf(state)) ? declaredOf(state) : declaredAs(found);
    return { id: made, state: stateOf(declared, mark, operation), inputs: declared };
}

function readName(
    given: Properties,
    property: string,
    read: (text: string) => { value: string } | { reason: string },
    failures: CheckFailure[],
): unknown {
    const text = given[property];
    const reading = typeof text === "string" ? read(text) : undefined;
    if (reading !== undefined && "reason" in reading) {
        failures.push({ property, reason: reading.reason });
    }
    return reading !== undefined && "value" in reading ? reading.value : text;
}

function checkTarget({ number, keyword }: Properties): CheckFailure[] {
    if (number !== undefined && keyword !== undefined) {
        const reason = "texts come in to a number or to a keyword, not both: declare a reply for each";
        return [{ property: "keyword", reason }];
    }
    return number === undefined && keyword === undefined
        ? [{ property: "number", reason: "say which texts are answered: set number or keyword" }]
        : [];
}

function checkMessage({ message }: Properties): CheckFailure[] {
    return typeof message === "string" && message.trim() === ""
        ? [{ property: "message", reason: "must say something" }]
        : [];
}

/** Under which name the program's resources tell each other who answers what. */
function listingOf(inputs: Properties): string {
    const { number, keyword, match } = wantedOf(inputs);
    return `auto-reply ${JSON.stringify([number, keyword, match.toLowerCase()])}`;
}

function describeTarget({ number, keyword }: Properties): string {
    return typeof keyword === "string" ? `keyword ${keyword}` : String(number);
}

function wantedOf({ number, keyword, match, message }: Properties): Wanted {
    return {
        number: typeof keyword === "string" ? shortCode : String(number),
        ...(typeof keyword === "string" && { keyword }),
        match: typeof match === "string" ? match : "",
        message: String(message),
    };
}

function declaredAs({ number, keyword, match, message }: Wanted): Properties {
    return compact({
        number: keyword === undefined ? number : undefined,
        keyword,
        match: match === "" ? undefined : match,
        message,
    });
}

function declaredOf(state: Properties): Properties {
    return Object.fromEntries(Object.entries(state).filter(([name]) => name in declaration.inputs));
}

function isEqual(found: Wanted, wanted: Wanted): boolean {
    const plain = (text: string): string => text.replace(/\r/g, "").trim();
    return (
        found.number === wanted.number &&
        found.keyword === wanted.keyword &&
        plain(found.match) === plain(wanted.match) &&
        plain(found.message) === plain(wanted.message)
    );
}

function creationOf(inputs: Properties, { session: { client, time }, signal }: Operation): Creation {
    return {
        what: "auto-reply",
        post: (requestId) => client.createAutoReply(wantedOf(inputs), requestId, signal),
        findEqual: () => findEqual(inputs, client, signal),
        exists: (id) => isSeen(() => client.getAutoReply(id, signal), time, signal),
    };
}

async function findEqual(inputs: Properties, client: CallFireClient, signal: AbortSignal): Promise<string[]> {
    const wanted = wantedOf(inputs);
    const found = await client.listAutoReplies(wanted.number, signal);
    return found.filter((reply) => isEqual(reply, wanted)).map(({ id }) => id);
}

function stateOf(inputs: Properties, mark: MadeMark, { session }: Operation): Properties {
    return { ...inputs, account: session.account, [heldProperty]: mark };
}
