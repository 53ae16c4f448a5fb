import * as callfire from "pulumi-callfire";

const support = new callfire.NumberOrder("support", {
    bulkLocal: { count: 2, region: { city: "Seattle", state: "WA" } },
    bulkTollFree: { count: 1 },
});

const promo = new callfire.Keyword("promo", { keyword: "CHOCOLATE" });

export const orderId = support.orderId;
export const localNumbers = support.localNumbers;
export const tollFreeNumbers = support.tollFreeNumbers;
export const totalCost = support.totalCost;
export const keyword = promo.keyword;
export const shortCode = promo.shortCode;
