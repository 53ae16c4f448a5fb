import pulumi
import pulumi_callfire as callfire

support = callfire.NumberOrder(
    "support",
    bulk_local={"count": 2, "region": {"city": "Seattle", "state": "WA"}},
    bulk_toll_free={"count": 1},
    keywords=["CHOCOLATE"],
)

pulumi.export("numbers", support.acquired_numbers)
