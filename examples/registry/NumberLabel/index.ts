import * as callfire from "pulumi-callfire";

const support = new callfire.NumberOrder("support", { bulkTollFree: { count: 2 } });

new callfire.NumberLabel("support", { label: "support", numbers: support.acquiredNumbers });
