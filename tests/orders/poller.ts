import { createClient } from "../../provider/callfire/client";
import { orderId } from "../../provider/callfire/types";
import { createPollClock } from "../../provider/orders/pollClock";
import { systemTime } from "../../provider/orders/time";

/**
 * A process of its own that polls orders in real time: `poller <folder> <url> <scope> <polls each> <order>...`. It says
 * `waiting` when its first turns are asked for.
 */
const [folder = "", url = "", scope = "", polls = "", ...orders] = process.argv.slice(2);
const never = new AbortController().signal;
const client = createClient({ endpoint: url, login: "acme", password: "secret" });
const clock = createPollClock({
    folder,
    account: "acme",
    scope: scope === "order" ? "order" : "account",
    time: systemTime,
});

const work = orders.map(async (text) => {
    const id = orderId(text);
    for (let poll = 0; poll < Number(polls); poll++) {
        await clock.turn(id, never, () => client.getNumberOrder(id));
    }
});
process.send?.("waiting");
void Promise.all(work).then(() => process.disconnect());
