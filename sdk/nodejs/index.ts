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
export {
    AvailableNumber,
    GetAvailableKeywordsArgs,
    GetAvailableKeywordsOutputArgs,
    GetAvailableKeywordsResult,
    GetAvailableNumbersArgs,
    GetAvailableNumbersOutputArgs,
    GetAvailableNumbersResult,
    GetKeywordsResult,
    GetNumberArgs,
    GetNumberOutputArgs,
    GetNumbersArgs,
    GetNumbersOutputArgs,
    GetNumbersResult,
    GetRegionsResult,
    Lease,
    OwnedKeyword,
    OwnedNumber,
} from "./lookUpTypes";
