import { noFigures, sum } from "./figures";
import type { Figures } from "./figures";
import { Processes } from "./processes";
import { Round } from "./round";
import type { Kind } from "./round";

/** How far a run has come, so that another process can go on with it. */
export interface Progress {
    readonly nextRound: number;
    readonly seconds: number;
    readonly figures: Figures;
    /** Rounds that did not end as they should: what was found, and what happened. */
    readonly failures: readonly string[];
}

export const nothingYet: Progress = { nextRound: 0, seconds: 0, figures: noFigures, failures: [] };

/** Most of a round is waiting. */
const mostSideBySide = 16;

export interface RoundsOptions {
    readonly seed: number;
    readonly kinds: readonly [Kind, ...Kind[]];
    /** Rounds go on until so many processes were killed. */
    readonly kills: number;
    readonly speed: number;
}

/** The same seed brings the same rounds, whatever the moments do to them. */
export async function runRounds(
    { seed, kinds, kills, speed }: RoundsOptions,
    from: Progress = nothingYet,
    report: (progress: Progress) => void = () => undefined,
): Promise<Progress> {
    const processes = new Processes(4);
    const pace = { speed, milliseconds: 20_000 / speed, points: 40 };
    const began = performance.now();
    let progress = from;
    let next = from.nextRound;
    const worker = async (): Promise<void> => {
        while (progress.figures.kills < kills) {
            const round = next++;
            const kind = kinds[round % kinds.length] ?? kinds[0];
            const { figures, problems, log } = await Round.run(kind, seed * 1_000_003 + round, processes, pace);
            const failure = `round ${String(round)} of seed ${String(seed)}: ${[...problems, ...log].join("\n")}`;
            progress = {
                nextRound: next,
                seconds: from.seconds + (performance.now() - began) / 1000,
                figures: sum(progress.figures, figures),
                failures: problems.length === 0 ? progress.failures : [...progress.failures, failure],
            };
            report(progress);
        }
    };
    try {
        await Promise.all(Array.from({ length: Math.min(mostSideBySide, Math.ceil(kills / 4)) }, worker));
        return progress;
    } finally {
        await processes.close();
    }
}

/** `2000 kills (1500 at counted points), 600 machines lost: bought twice 0, lost 0, left to a person 0, ... 312 s` */
export function describe({ figures, seconds, failures }: Progress): string {
    const { kills, atPoints, machinesLost, boughtTwice, lost, moreRuns, inDoubt, leftToPerson } = figures;
    return (
        `${String(kills)} kills (${String(atPoints)} at counted points), ${String(machinesLost)} machines lost: ` +
        `bought twice ${String(boughtTwice)}, lost ${String(lost)}, left to a person ${String(leftToPerson)}, ` +
        `runs beyond the first ${String(moreRuns)}, orders by count in doubt ${String(inDoubt)}, ` +
        `rounds failed ${String(failures.length)}, ${seconds.toFixed(0)} s`
    );
}
