import * as callfire from "pulumi-callfire";

new callfire.Subscription("inbound-texts", {
    endpoint: "https://hooks.example.com/callfire",
    triggerEvent: "INBOUND_TEXT_FINISHED",
    notificationFormat: "JSON",
});
