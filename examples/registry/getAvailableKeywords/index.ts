import * as callfire from "pulumi-callfire";

export const forSale = callfire.getAvailableKeywordsOutput({ keywords: ["CHOCOLATE", "VANILLA"] }).keywords;
