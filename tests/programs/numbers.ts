import * as pulumi from "@pulumi/pulumi";
import * as callfire from "pulumi-callfire";

/** A user's program: numbers of a region whose city another resource gives, listed ones, and a keyword below a component. */
const city = pulumi.output("Seattle");

export const support = new callfire.NumberOrder(
    "support",
    {
        numbers: ["+1 (310) 555-1212"],
        bulkLocal: { count: 2, region: { city, state: "WA" } },
        bulkTollFree: { count: 1 },
    },
    { customTimeouts: { create: "20m", delete: "1m" } },
);

const shop = new pulumi.ComponentResource("acme:index:Shop", "shop", {}, { aliases: [{ name: "store" }] });

export const promo = new callfire.Keyword(
    "shop-promo",
    { keyword: "chocolate" },
    { parent: shop, aliases: [{ name: "promo", parent: pulumi.rootStackResource }], protect: true },
);

export const firstNumber: pulumi.Output<string | undefined> = support.acquiredNumbers.apply(([number]) => number);
export const price: pulumi.Output<number> = support.totalCost.apply((cost) => cost ?? 0);
export const costs: pulumi.Output<(number | undefined)[]> = support.orders.apply((orders) =>
    orders.map(({ totalCost }) => totalCost),
);
export const text: pulumi.Output<string> = pulumi.interpolate`Text ${promo.keyword} to ${promo.shortCode}`;

/** What they do. Nothing but the types is looked at here. */
export const line = new callfire.NumberConfiguration("line", {
    numbers: support.acquiredNumbers,
    tracking: { transferNumbers: [pulumi.output("(310) 555-1212")], record: true },
});
export const hook = new callfire.Subscription("hook", {
    endpoint: pulumi.secret("https://example.com/hook?token=abc"),
    triggerEvent: "INBOUND_TEXT_FINISHED",
    filter: { toNumber: pulumi.interpolate`67076:${promo.keyword}` },
});
export const reply = new callfire.AutoReply("reply", { keyword: promo.keyword, message: "Thanks" });
export const label = new callfire.NumberLabel("label", { label: "support", numbers: support.acquiredNumbers });
export const forwardedTo: pulumi.Output<string[]> = line.tracking.apply((tracking) => tracking?.transferNumbers ?? []);
