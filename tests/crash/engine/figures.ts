import type { LedgerOrder, RunningSimulator } from "../../../simulator/index";
import type { Deployment } from "../../engine/support/checkpoint";
import { booksOf, paidFor } from "../balance";
import type { DeclaredProgram } from "./declared";

/** What one round, or many, came to. */
export interface Figures {
    readonly kills: number;
    readonly machinesLost: number;
    readonly orders: number;
    /** Numbers and keywords that were bought beyond what was declared, or that two resources hold. */
    readonly boughtTwice: number;
    /** Numbers and keywords that the program wanted, or that the state holds, and that no longer renew. */
    readonly releasedWrongly: number;
    /** Numbers and keywords that are paid for, in no state, and named to nobody. */
    readonly lost: number;
    /** Numbers and keywords that are wanted and not there, although the last run succeeded. */
    readonly missing: number;
    /** Orders in doubt that were left to a person by name, and stacks that no run brought to its end. */
    readonly leftToPerson: number;
    /** Runs beyond the first that were needed after a crash. */
    readonly moreRuns: number;
}

export const noFigures: Figures = {
    kills: 0,
    machinesLost: 0,
    orders: 0,
    boughtTwice: 0,
    releasedWrongly: 0,
    lost: 0,
    missing: 0,
    leftToPerson: 0,
    moreRuns: 0,
};

export interface RoundResult extends Figures {
    /** What happened, for whoever looks into a round that went wrong. */
    readonly log: readonly string[];
}

export function sum(one: Figures, other: Figures): Figures {
    const names = Object.keys(noFigures) as (keyof Figures)[];
    return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as unknown as Figures;
}

/** What went wrong, in short: empty if nothing did. */
export function faultsIn({ boughtTwice, releasedWrongly, lost, missing, leftToPerson }: Figures): Partial<Figures> {
    const faults = { boughtTwice, releasedWrongly, lost, missing, leftToPerson };
    return Object.fromEntries(Object.entries(faults).filter(([, count]) => count > 0));
}

type Balance = Pick<Figures, "orders" | "boughtTwice" | "releasedWrongly" | "lost" | "missing">;

/**
 * Compares what was bought and released with what was declared, and with what the state holds.
 * @param said what the last run told: a thing that it names, by itself or by its order, is not lost
 * @param isAtEnd whether the last run succeeded, so that all that is wanted must be there
 */
export function balance(
    simulator: RunningSimulator,
    program: DeclaredProgram,
    deployment: Deployment,
    { said, isAtEnd }: { readonly said: string; readonly isAtEnd: boolean },
): Balance {
    const { orders } = simulator.ledger();
    const { items: held } = booksOf(deployment);
    const paid = paidFor(simulator);
    const bought = orders.flatMap(({ fulfilled }) => fulfilled);
    return {
        orders: orders.length,
        boughtTwice: beyond(bought, program) + repeated(bought) + repeated(held),
        releasedWrongly: wantedReleases(simulator, program) + held.filter((item) => !paid.includes(item)).length,
        lost: paid.filter((item) => !held.includes(item) && !isNamed(item, orders, said)).length,
        missing: isAtEnd ? shortOf(held, program) : 0,
    };
}

function beyond(bought: readonly string[], program: DeclaredProgram): number {
    return total(countsOf(bought, program), (group, count) => count - (program.limits.get(group) ?? 0));
}

function shortOf(held: readonly string[], program: DeclaredProgram): number {
    const counts = countsOf(held, program);
    return total(program.wanted(), (group, count) => count - (counts.get(group) ?? 0));
}

function total(counts: ReadonlyMap<string, number>, excess: (group: string, count: number) => number): number {
    return [...counts].reduce((sum, [group, count]) => sum + Math.max(0, excess(group, count)), 0);
}

function countsOf(items: readonly string[], program: DeclaredProgram): Map<string, number> {
    const counts = new Map<string, number>();
    for (const item of items) {
        const group = program.groupOf(item);
        counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    return counts;
}

function repeated(items: readonly string[]): number {
    return items.length - new Set(items).size;
}

function wantedReleases(simulator: RunningSimulator, program: DeclaredProgram): number {
    const releases = simulator.ledger().requests.filter(({ path }) => path === "/number/release");
    return releases.filter(({ parameters, arrivedAt }) =>
        program.listedAt(parameters["Keyword"] ?? parameters["Number"] ?? "", arrivedAt),
    ).length;
}

/** By itself, or by its order. */
function isNamed(item: string, orders: readonly LedgerOrder[], said: string): boolean {
    const order = orders.find(({ fulfilled }) => fulfilled.includes(item));
    return said.includes(item) || (order !== undefined && said.includes(order.id));
}
