import pulumi_callfire as callfire

callfire.Subscription(
    "inbound-texts",
    endpoint="https://hooks.example.com/callfire",
    trigger_event="INBOUND_TEXT_FINISHED",
    notification_format="JSON",
)
