import * as callfire from "pulumi-callfire";

const promo = new callfire.Keyword("promo", { keyword: "CHOCOLATE" });

export const shortCode = promo.shortCode;
