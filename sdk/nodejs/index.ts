export { checkInputs, CheckFailure } from "./checkInputs";
export { Keyword, KeywordArgs } from "./keyword";
export { NumberOrder, NumberOrderArgs } from "./numberOrder";
export { BulkLocal, BulkLocalArgs, BulkTollFree, BulkTollFreeArgs, OrderRecord, Region, RegionArgs } from "./types";
export {
    getAvailableKeywords,
    getAvailableKeywordsOutput,
    getAvailableNumbers,
    getAvailableNumbersOutput,
    getKeywords,
    getKeywordsOutput,
    getNumber,
    getNumberOutput,
    getNumbers,
    getNumbersOutput,
    getRegions,
    getRegionsOutput,
} from "./lookUps";
export type * from "./lookUpTypes";
