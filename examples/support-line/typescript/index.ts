import * as pulumi from "@pulumi/pulumi";
import * as callfire from "pulumi-callfire";

const config = new pulumi.Config();
/** Who answers the phone. */
const desk = config.get("desk") ?? "+1 (310) 555-1212";
/** Proves to the webhook that a postback comes from CallFire: `pulumi config set --secret hookToken ...`. */
const token = config.getSecret("hookToken") ?? pulumi.secret("rehearsal");

const local = new callfire.PhoneNumber("local", { local: { region: { city: "Seattle", state: "WA" } } });
const tollFree = new callfire.PhoneNumber("toll-free", { tollFree: true });
const promo = new callfire.Keyword("promo", { keyword: "CHOCOLATE" });

const numbers = [local.number, tollFree.number];

// Calls to either number ring at the desk, and are recorded.
new callfire.NumberConfiguration("forwarding", { numbers, tracking: { transferNumbers: [desk], record: true } });
new callfire.NumberLabel("support", { label: "support", numbers });

new callfire.AutoReply("hours", { keyword: promo.keyword, match: "hours", message: "We are open from 9 to 5." });
new callfire.Subscription("inbound-texts", {
    endpoint: pulumi.interpolate`https://hooks.example.com/callfire?token=${token}`,
    triggerEvent: "INBOUND_TEXT_FINISHED",
    notificationFormat: "JSON",
});

export const localNumber = local.nationalFormat;
export const tollFreeNumber = tollFree.nationalFormat;
export const textTo = pulumi.interpolate`${promo.keyword} to ${promo.shortCode}`;
