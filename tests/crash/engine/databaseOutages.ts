import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresServer } from "../../support/postgres";
import { Random } from "../money-path/random";

/** Kills a database's server now and then, as a power cut would, and starts it again a little later. */
export class DatabaseOutages {
    readonly #random: Random;
    readonly #over = new AbortController();
    readonly #running: Promise<void>;
    #count = 0;

    /** @param seed decides when, whatever else draws from it meanwhile */
    constructor(
        seed: number,
        private readonly server: PostgresServer,
    ) {
        this.#random = new Random(seed);
        this.#running = this.#run();
    }

    /** Leaves the server running. @returns how many there were */
    async end(): Promise<number> {
        this.#over.abort();
        await this.#running;
        return this.#count;
    }

    async #run(): Promise<void> {
        while (await this.#wait(2_000 + this.#random.below(15_000))) {
            await this.server.kill();
            this.#count += 1;
            await sleep(this.#random.below(3_000));
            await this.server.start();
        }
    }

    /** False where it is over before that. */
    #wait(milliseconds: number): Promise<boolean> {
        return sleep(milliseconds, undefined, { signal: this.#over.signal }).then(
            () => true,
            () => false,
        );
    }
}
