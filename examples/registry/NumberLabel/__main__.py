import pulumi_callfire as callfire

support = callfire.NumberOrder("support", bulk_toll_free={"count": 2})

callfire.NumberLabel("support", label="support", numbers=support.acquired_numbers)
