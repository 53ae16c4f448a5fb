import * as callfire from "pulumi-callfire";

// How CallFire writes the rate centers of a city.
export const regions = callfire.getRegionsOutput({ city: "Seattle", state: "WA" }).regions;
