import pulumi_callfire as callfire

promo = callfire.Keyword("promo", keyword="CHOCOLATE")

callfire.AutoReply("hours", keyword=promo.keyword, match="hours", message="We are open from 9 to 5.")
