import * as path from "node:path";
import { createClient } from "../../../provider/callfire/client";
import "../../../provider/callfire/transport";
import { folderStore } from "../../../provider/orders/folderStore";
import { Line } from "../../../provider/orders/line";
import { openJournal } from "../../../provider/orders/journal";
import { createPollClock } from "../../../provider/orders/pollClock";
import type { Operation, Session } from "../../../provider/orders/session";
import { numberOrder } from "../../../provider/resources/numberOrder";
import { PartialFailure } from "../../../provider/resources/resource";
import { timeTimes } from "../../support/fastTime";
import type { Call, Job, Outcome } from "./job";
import { Doom } from "./points";

/** A provider process: waits for its job, does it, tells the outcome of each call as the engine would learn it, and ends. */
process.once("message", (job: Job) => {
    process.send?.("begun");
    void run(job).then(() => process.disconnect());
});
// Nobody is left to be told anything.
process.once("disconnect", () => process.exit());
process.send?.("ready");

async function run(job: Job): Promise<void> {
    const doom = new Doom(job.point, job.nth ?? 1);
    const time = timeTimes(job.speed, BigInt(job.start));
    const session: Session = {
        account: "127.0.0.1/acme",
        client: doom.wrapClient(
            createClient({
                endpoint: job.url,
                login: "acme",
                password: "secret",
                sleep: (ms, signal) => time.sleep(ms, signal),
            }),
        ),
        journal: openJournal(doom.wrapStore(folderStore(path.join(job.folder, "journal"))), time),
        pollClock: createPollClock({
            folder: path.join(job.folder, "clock"),
            account: "acme",
            scope: "account",
            time,
        }),
        orderLine: new Line(),
        time,
        maxItemsPerOrder: 100,
    };
    await Promise.all(
        job.calls.map(async (call) => {
            const outcome = await make(call, session);
            doom.reach("before report");
            process.send?.(outcome);
        }),
    );
}

async function make({ name, inputs, id, state }: Call, session: Session): Promise<Outcome> {
    const operation: Operation = {
        session,
        owner: {
            organization: "organization",
            urn: `urn:pulumi:dev::shop::callfire:index:NumberOrder::${name}`,
            aliases: [],
        },
        report: { progress: () => undefined, note: () => undefined, warn: () => undefined },
        signal: new AbortController().signal,
        timeoutSeconds: 0,
        assertEngineAlive: () => Promise.resolve(),
    };
    try {
        if (id === undefined || state === undefined) {
            return { name, ...(await numberOrder.create(inputs, operation)), problem: "" };
        }
        // What a preview does before: it closes what the state shows.
        const around = { ...operation, warn: () => undefined };
        const { changes } = await numberOrder.diff(id, state, inputs, around);
        return {
            name,
            id,
            state: changes ? await numberOrder.update(id, state, inputs, operation) : state,
            problem: "",
        };
    } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        return error instanceof PartialFailure
            ? { name, id: error.id, state: error.state, problem }
            : { name, problem };
    }
}
