import type { Region } from "../geography/regions";
import type { AccountState } from "./account";

/** More are of no use: what was offered long ago has been bought by then. */
const mostRegions = 20;

export function isRemembered(state: AccountState, asked: Region): boolean {
    return state.askedRegions.some((region) => keyOf(region) === keyOf(asked));
}

export function remember(state: AccountState, asked: Region): void {
    if (!isRemembered(state, asked)) {
        state.askedRegions = [...state.askedRegions, asked].slice(-mostRegions);
    }
}

/** Fields stand in one order, whatever the query's was. */
function keyOf(region: Region): string {
    return JSON.stringify(region);
}
