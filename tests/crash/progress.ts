import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { faultsIn, noFigures, sum, type Figures, type RoundResult } from "./engine/figures";

interface Rounds {
    readonly rounds: number;
    readonly minutes: number;
    readonly figures: Figures;
}

const nothingYet: Rounds = { rounds: 0, minutes: 0, figures: noFigures };

/** How far the rounds of a seed have come, kept in a file so that they go on where they were stopped. */
export class Progress {
    private done: Rounds;
    private readonly file: string;

    constructor(
        private readonly folder: string,
        private readonly name: string,
        options: { readonly isFresh: boolean },
    ) {
        mkdirSync(folder, { recursive: true });
        this.file = join(folder, `${name}.json`);
        const isThere = existsSync(this.file) && !options.isFresh;
        this.done = isThere ? (JSON.parse(readFileSync(this.file, "utf8")) as Rounds) : nothingYet;
        if (this.done.rounds > 0) {
            console.log(`Going on after round ${String(this.done.rounds)}; --fresh begins anew.`);
        }
    }

    get rounds(): number {
        return this.done.rounds;
    }

    get figures(): Figures {
        return this.done.figures;
    }

    /** Counts one more round in. What happened in one that went wrong is kept beside the progress. */
    add({ log, ...figures }: RoundResult, minutes: number): void {
        const round = this.done.rounds + 1;
        this.done = {
            rounds: round,
            minutes: this.done.minutes + minutes,
            figures: sum(this.done.figures, figures),
        };
        writeFileSync(`${this.file}.new`, JSON.stringify(this.done));
        renameSync(`${this.file}.new`, this.file);
        const lost = figures.machinesLost > 0 ? `, ${String(figures.machinesLost)} machines lost` : "";
        console.log(`round ${String(round)}: ${String(figures.kills)} kills${lost}, ${String(figures.orders)} orders`);
        const faults = faultsIn(figures);
        if (Object.keys(faults).length > 0) {
            const file = join(this.folder, `${this.name}-round-${String(round)}.log`);
            writeFileSync(file, log.join("\n"));
            console.log(JSON.stringify(faults), file);
        }
    }

    inWords(): string {
        const { rounds, minutes, figures } = this.done;
        const share = ((100 * figures.leftToPerson) / Math.max(1, figures.orders + figures.leftToPerson)).toFixed(1);
        return (
            `${String(rounds)} rounds, ${String(figures.kills)} kills, ${String(figures.machinesLost)} machines lost, ` +
            `${String(figures.orders)} orders: bought twice ${String(figures.boughtTwice)}, ` +
            `released wrongly ${String(figures.releasedWrongly)}, lost ${String(figures.lost)}, ` +
            `missing ${String(figures.missing)}, left to a person ${String(figures.leftToPerson)} (${share} %), ` +
            `runs beyond the first ${String(figures.moreRuns)}, ${minutes.toFixed(1)} minutes`
        );
    }
}
