import { isDeepStrictEqual } from "node:util";
import { openBy } from "../engine/sealing";
import { tellDifference } from "../engine/tellDifference";
import { redactor } from "../engine/values";
import { keepingCarried } from "../resources/keepingCarried";
import type { CheckFailure, Resource } from "../resources/resource";
import { attemptIn, contextOf, declared, visible, withAttempt, withHidden, type Bag } from "./context";
import type { Host } from "./host";
import { Performer } from "./perform";
import { replacedBy } from "./replaceOnChanges";
import type { ConfigureRequest } from "./settings";
import { outputsOf } from "./stackState";

/** The calls of a dynamic provider, as `pulumi.dynamic.ResourceProvider` has them. */
export interface Adapter {
    readonly configure: (request: ConfigureRequest) => void;
    readonly check: (olds: Bag, news: Bag) => Promise<{ inputs: Bag; failures: CheckFailure[] }>;
    readonly diff: (id: string, olds: Bag, news: Bag) => Promise<Changes>;
    readonly create: (inputs: Bag) => Promise<{ id: string; outs: Bag }>;
    readonly read: (id: string, state: Bag) => Promise<{ id: string; props: Bag; inputs?: Bag }>;
    readonly update: (id: string, olds: Bag, news: Bag) => Promise<{ outs: Bag }>;
    readonly delete: (id: string, state: Bag) => Promise<void>;
}

interface Changes {
    changes: boolean;
    replaces: string[];
    stables: string[];
    deleteBeforeReplace: boolean;
}

type Answer<Call extends keyof Adapter> = ReturnType<Adapter[Call]>;

/** What the calls share. */
interface Shared {
    readonly resource: Resource;
    readonly performer: Performer;
    /** Resources whose next diff is of a program, not of a refresh: a refresh reads, and compares without a check. */
    readonly declaredSinceRead: Set<string>;
    /** Resources whose diff has told what will be done with them. */
    readonly announced: Set<string>;
}

/** Translates between the engine's calls and a resource, whichever it is. */
export function createAdapter(bare: Resource, host: Host): Adapter {
    const resource = keepingCarried(bare);
    const performer = new Performer(resource.token, host);
    const shared: Shared = { resource, performer, declaredSinceRead: new Set(), announced: new Set() };

    return {
        configure: (request) => performer.configure(request),
        check: (olds, news) => check(shared, olds, news),
        diff: (id, olds, news) => diff(shared, id, olds, news),
        create: (inputs) => create(shared, inputs),
        read: (id, state) => read(shared, id, state),
        update: (id, olds, news) => update(shared, id, olds, news),
        delete: (id, state) => remove(shared, id, state),
    };
}

async function check(shared: Shared, olds: Bag, news: Bag): Answer<"check"> {
    const { resource, performer, declaredSinceRead, announced } = shared;
    try {
        return await performer.runCheckOrDiff(news, olds, async (options) => {
            const before = Object.keys(olds).length === 0 ? undefined : visible(olds);
            const { owner, session } = options;
            const context = contextOf(news);
            const checked = await resource.check(visible(news), before, {
                ...options,
                previous: attemptIn(olds),
                deletesBeforeReplace: context?.deletesBeforeReplace === true,
                isPreview: context?.isPreview === true,
                outputs: async () => before && outputsOf(owner, visible(news), session),
            });
            const { inputs, failures, summary } = checked;
            const urn = context?.urn ?? "";
            declaredSinceRead.add(urn);
            // The engine asks no dynamic provider in the preview of a create. A replacement was told by its diff.
            if (context?.isPreview === true && summary !== undefined && !announced.has(urn)) {
                performer.reportOn(news, olds).note(summary);
            }
            const redact = redactor(declared(news), declared({ ...news, ...inputs }), declared(olds));
            const told = failures.map(named).map((failure) => ({ ...failure, reason: redact(failure.reason) }));
            return { inputs: withAttempt(checked, news, session.seal), failures: told };
        });
    } catch (error) {
        return { inputs: news, failures: performer.checkFailuresOf(error, news, olds) };
    }
}

async function diff(shared: Shared, id: string, olds: Bag, news: Bag): Answer<"diff"> {
    const { resource, performer, declaredSinceRead, announced } = shared;
    try {
        const { urn = "", replaceOnChanges = [] } = contextOf(news) ?? {};
        const isRefresh = !declaredSinceRead.has(urn);
        return await performer.runCheckOrDiff(news, olds, async (options) => {
            const [before, after] = [visible(olds), visible(news)];
            const replaced = replacedBy(replaceOnChanges, resource.declaration, before, after);
            const difference = await resource.diff(id, before, after, {
                ...options,
                // What a refresh has read it has told already.
                ...(isRefresh && { warn: () => undefined }),
                attempt: attemptIn(news),
                isReplaced: replaced.length > 0,
            });
            const { changes, replaces, stables, deleteBeforeReplace, summary } = difference;
            // What is only missing would be announced as an order by a refresh.
            if (summary !== undefined && !isRefresh) {
                // The engine shows only how many properties of a dynamic resource change.
                announced.add(urn);
                tellDifference(difference, performer.reportOn(news, olds));
            }
            return {
                // State of the plugin does not name its code yet; without it nobody could delete the resource (decisions/0044).
                changes: changes || !("__provider" in olds),
                replaces: changes ? [...new Set([...replaces, ...replaced])] : [],
                stables: [...stables],
                deleteBeforeReplace,
            };
        });
    } catch (error) {
        throw performer.failureOf(error, news, olds);
    }
}

function create({ resource, performer }: Shared, inputs: Bag): Answer<"create"> {
    return performer.perform("create", "new", inputs, async (operation) => {
        const { id, state } = await resource.create(visible(inputs), operation);
        return { id, outs: withHidden(state, inputs, operation.session.seal) };
    });
}

function read({ resource, performer, declaredSinceRead }: Shared, id: string, bag: Bag): Answer<"read"> {
    return performer.perform("read", id, bag, async (operation) => {
        declaredSinceRead.delete(operation.owner.urn);
        const { seal } = operation.session;
        const state = visible(bag);
        const { inputs: mayDeclare, outputs } = resource.declaration;
        // `NumberOrder.get` knows nothing but the id.
        const known = Object.keys(outputs).some((name) => name in state && !(name in mayDeclare));
        const inputs = Object.entries(state).filter(([name]) => name in mayDeclare);
        const declaredInputs = Object.fromEntries(inputs);
        const answer = known
            ? await resource.read(id, state, declaredInputs, operation)
            : await resource.read(id, undefined, undefined, operation);
        return answer === undefined
            ? { id: "", props: {} }
            : {
                  id: answer.id,
                  props: withHidden(answer.state, bag, seal),
                  // Inputs that are told take the place of all others, the hidden ones included.
                  ...(!isDeepStrictEqual(answer.inputs, declaredInputs) && {
                      inputs: withHidden(answer.inputs, bag, seal),
                  }),
              };
    });
}

function update({ resource, performer }: Shared, id: string, olds: Bag, news: Bag): Answer<"update"> {
    return performer.perform(
        "update",
        id,
        news,
        async (operation) => {
            const { seal } = operation.session;
            const before = openBy(visible(olds), visible(news), seal);
            const state = await resource.update(id, before, visible(news), operation);
            return { outs: withHidden(state, news, seal, olds) };
        },
        olds,
    );
}

function remove({ resource, performer }: Shared, id: string, bag: Bag): Answer<"delete"> {
    return performer.perform("delete", id, bag, (operation) => resource.delete(id, visible(bag), operation));
}

/** The engine shows a property together with its whole value, in Go's notation, or with `<nil>` where it is a nested one. */
function named({ property, reason }: CheckFailure): CheckFailure {
    return property === "" || reason.includes(property)
        ? { property: "", reason }
        : { property: "", reason: `${property}: ${reason}` };
}
