/** What happened in one round, or in many. */
export interface Figures {
    /** Of processes, while they worked. */
    readonly kills: number;
    /** Of these, at a point of the money path that was counted before. */
    readonly atPoints: number;
    readonly machinesLost: number;
    /** Items that were ordered beyond what the program ever declared. */
    readonly boughtTwice: number;
    /** Items that are owned and paid for, and that no state knows. */
    readonly lost: number;
    /** Undisturbed runs that failed: somebody had to run it again. */
    readonly moreRuns: number;
    /** Orders by count that a person had to settle. */
    readonly inDoubt: number;
    /** Rounds by name that went on only with a person's help, or not at all. */
    readonly leftToPerson: number;
}

export const noFigures: Figures = {
    kills: 0,
    atPoints: 0,
    machinesLost: 0,
    boughtTwice: 0,
    lost: 0,
    moreRuns: 0,
    inDoubt: 0,
    leftToPerson: 0,
};

export function sum(one: Figures, other: Figures): Figures {
    const names = Object.keys(noFigures) as (keyof Figures)[];
    return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as unknown as Figures;
}
