import * as diagnostics from "node:diagnostics_channel";
import type { CallFireClient } from "../../../provider/callfire/client";
import type { Store } from "../../../provider/orders/store";

/** Where in the protocol a process can be killed, before or after the step. */
const steps = ["claimed", "sending", "placed", "settled", "closed", "picture", "post", "poll"] as const;

/** `before sending`: the step is about to be written; `after post`: the answer is known, and nothing was done with it yet. */
export const points: readonly string[] = [
    ...steps.flatMap((step) => [`before ${step}`, `after ${step}`]),
    // The request is on its way to CallFire, or its answer has arrived and was not read yet.
    "during post",
    "answered post",
    "before report",
];

/** Ends this process as a power cut would: nothing of it runs any more. */
export function die(): never {
    process.kill(process.pid, "SIGKILL");
    for (;;);
}

/** Dies when a point is reached for the n-th time. */
export class Doom {
    private left: number;

    constructor(
        private readonly point: string | undefined,
        nth: number,
    ) {
        this.left = nth;
        if (point === "during post" || point === "answered post") {
            this.watchWire(point);
        }
    }

    readonly reach = (point: string): void => {
        if (point === this.point && --this.left === 0) {
            die();
        }
    };

    wrapStore(store: Store): Store {
        const { reach } = this;
        return {
            ...store,
            write: async (name, step, text, ...rest) => {
                const phase = /"phase": "(\w+)"/.exec(text)?.[1] ?? "";
                reach(`before ${phase}`);
                const written = await store.write(name, step, text, ...rest);
                reach(`after ${phase}`);
                return written;
            },
        };
    }

    wrapClient(client: CallFireClient): CallFireClient {
        const around = async <Answer>(step: string, call: () => Promise<Answer>): Promise<Answer> => {
            this.reach(`before ${step}`);
            const answer = await call();
            this.reach(`after ${step}`);
            return answer;
        };
        return {
            ...client,
            placeNumberOrder: (...call) => around("post", () => client.placeNumberOrder(...call)),
            getNumberOrder: (...call) => around("poll", () => client.getNumberOrder(...call)),
            listNumbers: (...call) => around("picture", () => client.listNumbers(...call)),
        };
    }

    private watchWire(point: "during post" | "answered post"): void {
        const channel = point === "during post" ? "http.client.request.start" : "http.client.response.finish";
        diagnostics.subscribe(channel, (message) => {
            const { request } = message as { request: { method: string; socket?: { connecting: boolean } } };
            if (request.method === "POST") {
                this.reach(point);
            }
        });
    }
}
