import * as callfire from "pulumi-callfire";

const promo = new callfire.Keyword("promo", { keyword: "CHOCOLATE" });

new callfire.AutoReply("hours", { keyword: promo.keyword, match: "hours", message: "We are open from 9 to 5." });
