import { createClient } from "../../../provider/callfire/client";
import { orderId } from "../../../provider/callfire/types";
import { createPollLimiter } from "../../../provider/orders/pacing/pollLimiter";
import type { PollLimiter } from "../../../provider/orders/pacing/pollLimiter";
import { createPostgresLimiter } from "../../../provider/orders/pacing/postgresLimiter";
import { systemTime } from "../../../provider/orders/time";
import { openDatabase } from "../../support/postgres";

/** A limiter as another process has it: `place` is a folder, or the URL of a database. */
export function openLimiter(place: string, account: string, scope: "account" | "order"): PollLimiter {
    const options = { account, scope, time: systemTime };
    return place.startsWith("postgres:")
        ? createPostgresLimiter({ database: openDatabase(place), ...options })
        : createPollLimiter({ folder: place, ...options });
}

/**
 * A process of its own that polls orders in real time: `poller <place> <url of CallFire> <account> <polls each> <order>...`. It says
 * `waiting` when its first turns are asked for.
 */
async function main([place = "", url = "", account = "", polls = "", ...orders]: readonly string[]): Promise<void> {
    const client = createClient({ endpoint: url, login: "acme", password: "secret" });
    const limiter = openLimiter(place, account, "account");
    const { signal } = new AbortController();
    const work = orders.map(async (text) => {
        const id = orderId(text);
        for (let poll = 0; poll < Number(polls); poll++) {
            await limiter.turn(id, signal, () => client.getNumberOrder(id));
        }
    });
    process.send?.("waiting");
    await Promise.all(work);
    process.disconnect();
}

if (require.main === module) {
    void main(process.argv.slice(2));
}
