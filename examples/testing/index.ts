import { supportLine } from "./supportLine";

export const { numbers, tollFree, keyword, ownedBefore } = supportLine({ state: "WA", count: 2, keyword: "CHOCOLATE" });
