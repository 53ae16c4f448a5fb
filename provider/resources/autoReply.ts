import { shortCode } from "../callfire/types";
import type { AutoReply as Wanted } from "../callfire/types";
import { assertAccount, assertAccountOfEarlier } from "./account";
import { attemptToMake } from "./attemptToMake";
import { autoReplyDeclaration } from "./autoReplyDeclaration";
import { checkTypes, compact, hasUnknown } from "./check";
import { madeId } from "./createOnce";
import { compareInputs, noChange, readText } from "./inputs";
import { createMade, emptyMade, readMade, removeMade, updateMade } from "./madeResource";
import type { MadeResource } from "./madeResource";
import { readKeyword, readNumber } from "./notation";
import { unknownValue } from "./resource";
import type { Checked, CheckFailure, CheckOptions, Difference, DiffOptions, Properties, Resource } from "./resource";

const made: MadeResource<Wanted> = {
    what: "auto-reply",
    one: "an auto-reply",
    callsOf: (client, signal) => ({
        post: (inputs, requestId) => client.createAutoReply(wantedOf(inputs), requestId, signal),
        list: (inputs) => client.listAutoReplies(wantedOf(inputs).number, signal),
        get: (id) => client.getAutoReply(id, signal),
        remove: (id) => client.deleteAutoReply(id, signal),
    }),
    wishOf: (inputs) => JSON.stringify(wantedOf(inputs)),
    isEqual: (found, inputs) => isEqual(found, wantedOf(inputs)),
    declaredAs,
};

/** One answer to texts. Its Pulumi id is CallFire's. */
export const autoReply: Resource = {
    token: "callfire:index:AutoReply",
    declaration: autoReplyDeclaration,
    check,
    diff,
    create: (news, operation) => createMade(made, news, operation),
    empty: (inputs, operation) => emptyMade(made, inputs, operation),
    read: (id, olds, inputs, operation) => readMade(made, id, olds, inputs, operation),
    update: (id, olds, news, operation) => updateMade(made, id, olds, news, operation),
    delete: (id, state, operation) => removeMade(made, id, state, operation),
};

async function check(news: Properties, olds: Properties | undefined, options: CheckOptions): Promise<Checked> {
    const given = compact(news);
    const failures = checkTypes(given, autoReplyDeclaration.inputs);
    if (failures.length > 0) {
        return { inputs: given, failures };
    }
    const inputs = compact({
        ...given,
        number: readText(given["number"], "number", readNumber, failures),
        keyword: readText(given["keyword"], "keyword", readKeyword, failures),
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
    const { session, owner } = options;
    const other = owner && session?.memory.noteListing(listingOf(inputs), owner.urn);
    if (other !== undefined) {
        const target = describeTarget(inputs);
        return { inputs, failures: [{ property: "match", reason: `${other} answers the same texts to ${target}` }] };
    }
    const attempt = await attemptToMake(made, inputs, olds, options);
    return { inputs, failures, ...(attempt !== undefined && { attempt }) };
}

function diff(id: string, olds: Properties, news: Properties, options: DiffOptions): Promise<Difference> {
    assertAccount(olds["account"], options.session);
    const details = compareInputs(autoReplyDeclaration, olds, news);
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

/** What differs only as texts do on their way stays as it is declared. */
function declaredAs(found: Wanted, before: Properties): Properties {
    if (isEqual(found, wantedOf(before))) {
        return Object.fromEntries(Object.entries(before).filter(([name]) => name in autoReplyDeclaration.inputs));
    }
    const { number, keyword, match, message } = found;
    return compact({
        number: keyword === undefined ? number : undefined,
        keyword,
        match: match === "" ? undefined : match,
        message,
    });
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
