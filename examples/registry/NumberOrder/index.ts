import * as callfire from "pulumi-callfire";

const support = new callfire.NumberOrder("support", {
    bulkLocal: { count: 2, region: { city: "Seattle", state: "WA" } },
    bulkTollFree: { count: 1 },
    keywords: ["CHOCOLATE"],
});

export const numbers = support.acquiredNumbers;
