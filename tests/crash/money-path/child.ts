import { readFileSync } from "node:fs";
import * as path from "node:path";
import { createClient } from "../../../provider/callfire/client";
import "../../../provider/callfire/transport";
import { diskFiles } from "../../../provider/orders/journal/files";
import { folderStore } from "../../../provider/orders/journal/folderStore";
import { createPollLimiter } from "../../../provider/orders/pacing/pollLimiter";
import { rememberAttempts } from "../../../provider/orders/remember";
import type { Session } from "../../../provider/orders/session";
import type { Deployment } from "../../../provider/stack/export";
import { readDeployment } from "../../../provider/stack/reading";
import { openStack } from "../../../provider/stack/view";
import { timeTimes } from "../../support/fastTime";
import { credentials, sessionOf } from "../../support/session";
import { Commands } from "./commands";
import type { Acknowledged, Job, Message } from "./job";
import { Points } from "./points";

/**
 * A provider process: waits for its job, does it, and tells the engine what it would learn of each call. One that was not killed
 * begins anew with the next job: it keeps its code, and nothing else.
 */
process.on("message", (job: Job | Acknowledged) => {
    if ("command" in job) {
        tell("begun");
        void run(job);
    }
});
// Nobody is left to be told anything.
process.once("disconnect", () => process.exit());
tell("ready");

async function run(job: Job): Promise<void> {
    const points = new Points(job.killAt);
    const stack = openStack(
        {
            project: "shop",
            stack: "dev",
            organization: "organization",
            folder: job.machine,
            environment: { PULUMI_BACKEND_URL: "file:///backend" },
            warn: () => undefined,
        },
        () => Promise.resolve(readDeployment(JSON.parse(readFileSync(job.stateFile, "utf8")) as Deployment)),
    );
    const session = openSession(job, points);
    if (job.isPlugin) {
        await stack.remember((attempts) => rememberAttempts(attempts, stack, session));
    }
    const commands = new Commands(session, stack, async (message) => {
        points.reach();
        tell(message);
        if (message.kind === "begin") {
            await acknowledged(message.urn);
        }
        points.reach();
    });
    await commands.run(job);
    points.close();
    tell({ kind: "done", points: points.passed });
}

function openSession(job: Job, points: Points): Session {
    const time = timeTimes(job.speed, BigInt(job.start));
    const client = points.ofClient(
        createClient({
            endpoint: job.url,
            ...credentials,
            sleep: (ms, signal) => time.sleep(ms, signal),
        }),
    );
    return sessionOf({
        client,
        store: folderStore(points.ofFiles(diskFiles(path.join(job.machine, "journal")))),
        pollLimiter: createPollLimiter({
            folder: path.join(job.machine, "limiter"),
            account: "acme",
            scope: "account",
            time,
        }),
        time,
        bulkOrders: job.bulkOrders,
    });
}

function tell(message: Message): void {
    process.send?.(message);
}

/** Waits until the engine has stored an operation. */
function acknowledged(urn: string): Promise<void> {
    return new Promise((resolve) => {
        const listen = (message: Job | Acknowledged): void => {
            if ("urn" in message && message.urn === urn) {
                process.off("message", listen);
                resolve();
            }
        };
        process.on("message", listen);
    });
}
