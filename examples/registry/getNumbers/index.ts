import * as callfire from "pulumi-callfire";

export const support = callfire.getNumbersOutput({ label: "support" }).numbers;
