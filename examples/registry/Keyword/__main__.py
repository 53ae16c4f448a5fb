import pulumi
import pulumi_callfire as callfire

promo = callfire.Keyword("promo", keyword="CHOCOLATE")

pulumi.export("shortCode", promo.short_code)
