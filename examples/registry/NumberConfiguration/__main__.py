import pulumi_callfire as callfire

hotline = callfire.PhoneNumber("hotline", toll_free=True)

# Calls ring at the desk, and are recorded.
callfire.NumberConfiguration(
    "forwarding",
    numbers=[hotline.number],
    tracking={"transfer_numbers": ["+1 (310) 555-1212"], "record": True},
)
