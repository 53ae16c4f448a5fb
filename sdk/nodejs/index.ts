export { Keyword, KeywordArgs } from "./keyword";
export { NumberOrder, NumberOrderArgs } from "./numberOrder";
export { BulkLocal, BulkLocalArgs, BulkTollFree, BulkTollFreeArgs, OrderRecord, Region, RegionArgs } from "./types";
