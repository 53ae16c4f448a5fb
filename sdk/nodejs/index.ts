export { checkInputs, CheckFailure } from "./checkInputs";
export { AutoReply, AutoReplyArgs } from "./autoReply";
export { Keyword, KeywordArgs } from "./keyword";
export {
    CallTracking,
    CallTrackingArgs,
    Ivr,
    IvrArgs,
    NumberConfiguration,
    NumberConfigurationArgs,
} from "./numberConfiguration";
export { NumberLabel, NumberLabelArgs } from "./numberLabel";
export { NumberOrder, NumberOrderArgs } from "./numberOrder";
export { Subscription, SubscriptionArgs, SubscriptionFilter, SubscriptionFilterArgs } from "./subscription";
export { PhoneNumber, PhoneNumberArgs } from "./phoneNumber";
export {
    BulkLocal,
    BulkLocalArgs,
    BulkTollFree,
    BulkTollFreeArgs,
    LocalNumber,
    LocalNumberArgs,
    OrderRecord,
    Region,
    RegionArgs,
} from "./types";
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
