import * as diagnostics from "node:diagnostics_channel";
import type { CallFireClient } from "../../../provider/callfire/client";
import type { Files } from "../../../provider/orders/journal/files";

/** A request is on its way to CallFire; its answer has arrived and was not read yet. */
const wire = ["http.client.request.start", "http.client.response.finish"];
/** CallFire gives a thousand numbers, and to read so many takes longer than all the rest. */
const offer = 40;

/** Ends this process as a power cut would: nothing of it runs any more. */
function die(): never {
    process.kill(process.pid, "SIGKILL");
    for (;;);
}

/**
 * Counts the points of the money path at which a process can die: before and after each change of the journal's files, and
 * before, during and after each request. Polls are left out, or most points would be polls.
 */
export class Points {
    passed = 0;
    private readonly onWire = (message: unknown): void => {
        const { request } = message as { request: { path: string } };
        if (!/\/number\/order\/\d+/.test(request.path)) {
            this.reach();
        }
    };

    /** @param killAt the process dies at this one; never where it is absent */
    constructor(private readonly killAt: number | undefined) {
        wire.forEach((channel) => diagnostics.subscribe(channel, this.onWire));
    }

    close(): void {
        wire.forEach((channel) => diagnostics.unsubscribe(channel, this.onWire));
    }

    reach(): void {
        if (++this.passed === this.killAt) {
            die();
        }
    }

    private async around<Answer>(work: () => Promise<Answer>): Promise<Answer> {
        this.reach();
        const answer = await work();
        this.reach();
        return answer;
    }

    ofFiles(files: Files): Files {
        return {
            ...files,
            create: (...call) => this.around(() => files.create(...call)),
            syncFolder: () => this.around(() => files.syncFolder()),
            remove: (...call) => this.around(() => files.remove(...call)),
            rename: (...call) => this.around(() => files.rename(...call)),
        };
    }

    ofClient(client: CallFireClient): CallFireClient {
        return {
            ...client,
            searchNumbers: (query, signal) => client.searchNumbers({ ...query, count: offer }, signal),
            placeNumberOrder: (...call) => this.around(() => client.placeNumberOrder(...call)),
            findOrderId: (...call) => this.around(() => client.findOrderId(...call)),
            getNumber: (...call) => this.around(() => client.getNumber(...call)),
            releaseNumber: (...call) => this.around(() => client.releaseNumber(...call)),
            releaseKeyword: (...call) => this.around(() => client.releaseKeyword(...call)),
        };
    }
}
