import * as callfire from "pulumi-callfire";

export const keywords = callfire.getKeywordsOutput().keywords;
