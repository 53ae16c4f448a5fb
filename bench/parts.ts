import { tableOfRequests } from "./parts/account";
import { tableOfCrashes } from "./parts/crashes";
import { tableOfFaults } from "./parts/faults";
import { tableOfPolls } from "./parts/polls";
import { tableOfPreviews } from "./parts/previews";
import { tableOfShared } from "./parts/shared";
import { tableOfStarts } from "./parts/starts";
import { tableOfMemory } from "./parts/waiting";
import { tableOfWrites } from "./parts/writes";
import type { Table } from "./table";

/** How much is measured, by the option of the command line. Less is quicker, and less telling. */
export const usualSizes = {
    /** The largest stack, and how many orders wait at once. */
    resources: 500,
    runs: 5,
    rounds: 10,
    seed: 1,
    /** Numbers of the large account. */
    owned: 20_000,
    pipelines: 20,
    /** Of each pipeline on each account. */
    orders: 10,
    accounts: 10,
    kills: 8,
    "server-kills": 2,
};
export type Sizes = typeof usualSizes;

/** What can be measured by itself, in the order in which it is. */
export const parts = {
    crashes: ({ rounds, seed }) => tableOfCrashes({ rounds, seed }),
    faults: () => tableOfFaults(),
    polls: ({ runs }) => tableOfPolls({ orders: 5, runs }),
    previews: ({ resources, runs }) => tableOfPreviews({ resources, runs }),
    memory: ({ resources }) => tableOfMemory({ orders: resources }),
    account: ({ owned }) => tableOfRequests({ owned }),
    starts: ({ runs }) => tableOfStarts({ runs: 2 * runs }),
    writes: () => tableOfWrites(),
    shared: ({ "server-kills": serverKills, ...sizes }) => tableOfShared({ ...sizes, serverKills }),
} satisfies Record<string, (sizes: Sizes) => Promise<Table>>;
export type PartName = keyof typeof parts;
