import * as callfire from "pulumi-callfire";

// To choose from: write the ones that you want into the program.
export const forSale = callfire.getAvailableNumbersOutput({
    region: { city: "Seattle", state: "WA" },
    count: 5,
}).numbers;
