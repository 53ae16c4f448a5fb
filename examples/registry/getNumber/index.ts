import * as callfire from "pulumi-callfire";

export const leaseEnd = callfire.getNumberOutput({ number: "(310) 555-1212" }).leaseEnd;
