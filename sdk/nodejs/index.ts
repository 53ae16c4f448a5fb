export { Keyword, KeywordArgs } from "./keyword";
export { NumberOrder, NumberOrderArgs } from "./numberOrder";
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
