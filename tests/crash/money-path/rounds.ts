import { Processes } from "./processes";
import { noFigures, Round } from "./round";
import type { Figures } from "./round";

/** How far a run has come, so that another process can go on with it. */
export interface Progress {
    readonly nextRound: number;
    readonly seconds: number;
    readonly figures: Figures;
    /** Rounds that did not end as they should, and what was found. */
    readonly failures: readonly string[];
}

export const nothingYet: Progress = { nextRound: 0, seconds: 0, figures: noFigures, failures: [] };

/** Most of a round is waiting. */
const mostSideBySide = 16;

/** Runs rounds until so many processes were killed. The same seed brings the same rounds, whatever the moments do to them. */
export async function runRounds(
    seed: number,
    kills: number,
    from: Progress,
    speed: number,
    report: (progress: Progress) => void = () => undefined,
): Promise<Progress> {
    const processes = new Processes(4);
    const pace = { speed, milliseconds: 12_000 / speed };
    const began = performance.now();
    let progress = from;
    let next = from.nextRound;
    const worker = async (): Promise<void> => {
        while (progress.figures.kills < kills) {
            const round = next++;
            const result = await Round.run(seed * 1_000_003 + round, processes, pace).catch((error: unknown) => error);
            progress = {
                nextRound: next,
                seconds: from.seconds + (performance.now() - began) / 1000,
                figures:
                    result instanceof Error || !isFigures(result) ? progress.figures : add(progress.figures, result),
                failures: isFigures(result)
                    ? progress.failures
                    : [...progress.failures, `round ${String(round)}: ${String(result)}`],
            };
            report(progress);
        }
    };
    try {
        await Promise.all(Array.from({ length: Math.min(mostSideBySide, Math.ceil(kills / 8)) }, worker));
        return progress;
    } finally {
        await processes.close();
    }
}

/** `kills 2000 (253 at named points), bought twice 0, lost 0, left to a person 20 (1.0 %), 312 s` */
export function describe({ figures, seconds, failures }: Progress): string {
    const share = ((100 * figures.leftToPerson) / Math.max(1, figures.kills)).toFixed(2);
    return (
        `kills ${String(figures.kills)} (${String(figures.atPoints)} at named points), ` +
        `bought twice ${String(figures.boughtTwice)}, lost ${String(figures.lost)}, ` +
        `left to a person ${String(figures.leftToPerson)} (${share} %), ${seconds.toFixed(0)} s` +
        (failures.length === 0 ? "" : `, ${String(failures.length)} rounds failed`)
    );
}

function isFigures(value: unknown): value is Figures {
    return typeof value === "object" && value !== null && "kills" in value;
}

function add(one: Figures, other: Figures): Figures {
    return {
        kills: one.kills + other.kills,
        atPoints: one.atPoints + other.atPoints,
        boughtTwice: one.boughtTwice + other.boughtTwice,
        lost: one.lost + other.lost,
        leftToPerson: one.leftToPerson + other.leftToPerson,
    };
}
