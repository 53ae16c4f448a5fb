import type { CallFireClient } from "../callfire/client";
import type { Subscription as Wanted, SubscriptionFilter } from "../callfire/types";
import { NotAdopted } from "../orders/errors";
import type { Operation } from "../orders/session";
import { assertAccount, assertAccountOfEarlier } from "./account";
import { newId, nextAttempt } from "./attempts";
import { checkTypes, compact, hasUnknown } from "./check";
import { createOnce, CreationInDoubt, equalBefore, findMade, isSeen, madeId, unsettledId } from "./createOnce";
import type { Creation, MadeMark } from "./createOnce";
import { compareInputs, noChange } from "./inputs";
import { checkSubscription } from "./subscriptionCheck";
import { PartialFailure, unknownValue } from "./resource";
import type {
    Checked,
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
import type { UidMark } from "./uidMark";

const declaration: Declaration = {
    description:
        "A postback: CallFire tells an endpoint of calls and texts. Notifications carry no signature; CallFire advises a secret token in the endpoint's URL.",
    inputs: {
        endpoint: {
            type: "string",
            required: true,
            description:
                "Where notifications are sent: an `https:` URL, or an e-mail address with `notificationFormat: EMAIL`. Plain `http:` only to this machine, for a rehearsal. A URL with a token in it is a secret: `pulumi.secret(...)`.",
        },
        triggerEvent: {
            type: "string",
            required: true,
            description:
                "What is told: `INBOUND_CALL_FINISHED`, `INBOUND_TEXT_FINISHED`, `OUTBOUND_CALL_FINISHED`, `OUTBOUND_TEXT_FINISHED`, `CAMPAIGN_STARTED`, `CAMPAIGN_STOPPED`, `CAMPAIGN_FINISHED`. Another word passes with a warning, for accounts that have more.",
        },
        notificationFormat: {
            type: "string",
            description: "How it is told: `XML`, `JSON`, `SOAP` or `EMAIL`. Default: `XML`.",
        },
        enabled: { type: "boolean", description: "False: nothing is sent for the time being. Default: true." },
        nonStrictSsl: {
            type: "boolean",
            description: "True: the endpoint's certificate is not verified. Default: false.",
        },
        filter: {
            type: "object",
            typeName: "SubscriptionFilter",
            description:
                "Of what alone is told; without it, of everything. Taking a field of it away replaces the subscription: CallFire can't clear one.",
            properties: {
                broadcastId: { type: "string", description: "CallFire's id of a broadcast: up to 19 digits, as text." },
                batchId: { type: "string", description: "CallFire's id of a batch: up to 19 digits, as text." },
                fromNumber: { type: "string", description: "Calls and texts from this number; any usual notation." },
                toNumber: {
                    type: "string",
                    description:
                        "Calls and texts to this number, in any usual notation; `67076:CHOCOLATE` for a keyword.",
                },
            },
        },
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

/** One postback. Its Pulumi id is CallFire's. */
export const subscription: Resource = {
    token: "callfire:index:Subscription",
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
    const wrong = checkTypes(given, declaration.inputs);
    if (wrong.length > 0) {
        return { inputs: given, failures: wrong };
    }
    const { inputs, failures } = checkSubscription(given, options);
    if (failures.length > 0) {
        return { inputs, failures };
    }
    await assertAccountOfEarlier(options);
    if (hasUnknown(inputs)) {
        return { inputs, failures, attempt: unknownValue };
    }
    const { session, owner, signal } = options;
    const other = owner && session?.memory.noteListing(`subscription ${JSON.stringify(wantedOf(inputs))}`, owner.urn);
    if (other !== undefined) {
        return { inputs, failures: [{ property: "endpoint", reason: `${other} subscribes to the same already` }] };
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
    const cleared = Object.keys(filterOf(olds)).filter((name) => !(name in filterOf(news)));
    const isReplaced = cleared.length > 0 && news["filter"] !== unknownValue;
    const words = [
        ...(isSettled ? [] : ["looks for what an earlier run may have made"]),
        ...(isReplaced ? [`is made anew without ${cleared.map((name) => `filter.${name}`).join(", ")}`] : []),
    ];
    if (isSettled && Object.keys(details).length === 0) {
        return Promise.resolve(noChange);
    }
    return Promise.resolve({
        ...noChange,
        changes: true,
        replaces: isReplaced ? ["filter"] : [],
        details: Object.keys(details).length === 0 ? { endpoint: "update" } : details,
        stables: isReplaced ? [] : ["account"],
        ...(words.length > 0 && { summary: words.join("; ") }),
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

/** Everything but a field of the filter that is taken away can be said anew. */
async function update(id: string, olds: Properties, news: Properties, operation: Operation): Promise<Properties> {
    const { session, signal } = operation;
    assertAccount(olds["account"], session);
    const mark: MadeMark = settledMark(olds, operation);
    const known = madeId(id, olds);
    try {
        const made = known ?? (await createOnce(creationOf(olds, operation), mark.uid, operation, true));
        await operation.assertEngineAlive();
        await session.client.updateSubscription(made, wantedOf(news), signal);
        return stateOf(news, made === id ? mark : { ...mark, id: made }, operation);
    } catch (error) {
        if (!(error instanceof CreationInDoubt)) {
            throw error;
        }
        throw new PartialFailure(id, stateOf(olds, mark, operation), [error.message]);
    }
}

async function remove(id: string, state: Properties, operation: Operation): Promise<void> {
    const { session, signal } = operation;
    assertAccount(state["account"], session);
    await operation.assertEngineAlive();
    const made = madeId(id, state) ?? (await findMade(creationOf(state, operation), readUidMark(state).uid, operation));
    if (made !== undefined) {
        await session.client.deleteSubscription(made, signal);
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
        throw new NotAdopted(`"${id}" can't be imported: it must be a subscription's id, digits only.`);
    }
    const state = isImport ? {} : olds;
    assertAccount(state["account"], session);
    const mark: UidMark = isImport ? { uid: newId(6) } : settledMark(state, operation);
    const made = madeId(id, state) ?? (await findMade(creationOf(state, operation), mark.uid, operation));
    if (made === undefined) {
        return { id, state, inputs: inputs ?? {} };
    }
    const found = await session.client.getSubscription(made, signal);
    if (found === undefined) {
        return undefined;
    }
    const declared = declaredAs(found, isImport ? {} : state);
    return { id: made, state: stateOf(declared, mark, operation), inputs: declared };
}

/** As CallFire is told: nothing that is declared, or left to its default, depends on what was there before. */
function wantedOf(inputs: Properties): Wanted {
    return {
        enabled: inputs["enabled"] !== false,
        nonStrictSsl: inputs["nonStrictSsl"] === true,
        endpoint: String(inputs["endpoint"]),
        notificationFormat: typeof inputs["notificationFormat"] === "string" ? inputs["notificationFormat"] : "XML",
        triggerEvent: String(inputs["triggerEvent"]),
        filter: filterOf(inputs),
    };
}

function filterOf(inputs: Properties): SubscriptionFilter {
    const { filter } = inputs;
    return typeof filter === "object" && filter !== null ? filter : {};
}

/** As a program would declare it: what is a default only where the program says it too. */
function declaredAs(found: Wanted, before: Properties): Properties {
    const unless = (name: string, value: unknown, usual: unknown): unknown =>
        value === usual && before[name] === undefined ? undefined : value;
    return compact({
        endpoint: found.endpoint,
        triggerEvent: found.triggerEvent,
        notificationFormat: unless("notificationFormat", found.notificationFormat, "XML"),
        enabled: unless("enabled", found.enabled, true),
        nonStrictSsl: unless("nonStrictSsl", found.nonStrictSsl, false),
        filter: Object.keys(found.filter).length === 0 ? before["filter"] && {} : found.filter,
    });
}

function creationOf(inputs: Properties, { session: { client, time }, signal }: Operation): Creation {
    return {
        what: "subscription",
        post: (requestId) => client.createSubscription(wantedOf(inputs), requestId, signal),
        findEqual: () => findEqual(inputs, client, signal),
        exists: (id) => isSeen(() => client.getSubscription(id, signal), time, signal),
    };
}

async function findEqual(inputs: Properties, client: CallFireClient, signal: AbortSignal): Promise<string[]> {
    const wanted = wantedOf(inputs);
    const isEqual = (found: Wanted): boolean =>
        Object.keys(compareInputs(declaration, declaredAs(found, {}), declaredAs(wanted, {}))).length === 0;
    return (await client.listSubscriptions(signal)).filter(isEqual).map(({ id }) => id);
}

function stateOf(inputs: Properties, mark: MadeMark, { session }: Operation): Properties {
    return { ...inputs, account: session.account, [heldProperty]: mark };
}
