import type { OrderId } from "../../provider/callfire/types";
import { acquire } from "../../provider/orders/acquire";
import type { Attempt } from "../../provider/orders/attempt";
import type { Goal } from "../../provider/orders/goal";
import { holdNothing } from "../../provider/orders/held";
import { readPostgresUrl } from "../../provider/orders/journal/postgresUrl";
import type { Session } from "../../provider/orders/session";
import { openSession } from "../../provider/settings/openSession";
import { operationOf, stackView } from "../../tests/support/session";

/** One resource of a pipeline: it wants one number. */
export interface Wish {
    readonly account: string;
    readonly name: string;
    readonly number: string;
    /** Attempts that earlier processes of this pipeline began, as the engine's state has them. */
    readonly attempts: readonly string[];
}

export interface PipelineJob {
    readonly database: string;
    readonly pipeline: string;
    readonly wishes: readonly Wish[];
}

/** What became of a wish; without a problem its number is held. */
export interface WishEnd {
    readonly name: string;
    readonly orderIds: readonly OrderId[];
    readonly problem?: string;
}

/** A process of a pipeline, on a machine of its own: nothing but the database and the engine's state outlives it. */
process.once("message", (job: PipelineJob) => {
    void run(job).then(() => process.disconnect());
});
process.once("disconnect", () => process.exit());

async function run({ database, pipeline, wishes }: PipelineJob): Promise<void> {
    await Promise.all(
        wishes.map(async (wish) => {
            const end = await fulfil(wish, pipeline, await sessionOf(wish.account, database));
            process.send?.(end);
        }),
    );
}

function sessionOf(endpoint: string, database: string): Promise<Session> {
    return openSession(
        {
            service: { endpoint, credentials: { login: "acme", password: "secret", source: "the bench" } },
            pollScope: "account",
            maxItemsPerOrder: 100,
            bulkOrders: "name",
            journal: { kind: "postgres", address: readPostgresUrl(database) },
            programFolder: process.cwd(),
        },
        () => undefined,
    );
}

async function fulfil(wish: Wish, pipeline: string, session: Session): Promise<WishEnd> {
    const [latest = "", ...before] = [...wish.attempts].reverse();
    const owner = {
        urn: `urn:pulumi:dev::${pipeline}::callfire:index:NumberOrder::${wish.name}`,
        aliases: [],
        stack: stackView({ name: `organization/${pipeline}/dev` }),
    };
    const operation = operationOf(session, owner, {
        timeoutSeconds: 3600,
        attempt: attemptOf(latest, wish),
        earlier: before.reverse().map((id) => attemptOf(id, wish)),
    });
    const { value, problem } = await acquire(holdNothing(wish.name), goalOf(wish.number), operation);
    const orderIds = value.orders.flatMap(({ id }) => (id === undefined ? [] : [id as OrderId]));
    return { name: wish.name, orderIds, ...(problem !== undefined && { problem: problem.message }) };
}

function goalOf(number: string): Goal {
    return {
        missing: (held) => ({ numbers: held.numbers.includes(number) ? [] : [number], keywords: [], tollFree: 0 }),
        surplus: () => [],
        adoptOwned: false,
        allowPartial: false,
        isDeletion: false,
    };
}

function attemptOf(id: string, { name, number }: Wish): Attempt {
    return {
        id,
        uid: name,
        day: new Date().toISOString().slice(0, 10),
        wants: { numbers: [number], keywords: [], tollFree: 0 },
        picks: { local: [], tollFree: [] },
        owned: [],
    };
}
