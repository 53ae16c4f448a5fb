import { getAvailableKeywords } from "./getAvailableKeywords";
import { getAvailableNumbers } from "./getAvailableNumbers";
import { getKeywords } from "./getKeywords";
import { getNumber } from "./getNumber";
import { getNumbers } from "./getNumbers";
import { getRegions } from "./getRegions";
import type { LookUp } from "./lookUp";

/** All look-ups. */
export const lookUps: readonly LookUp[] = [
    getAvailableNumbers,
    getAvailableKeywords,
    getRegions,
    getNumbers,
    getNumber,
    getKeywords,
];
