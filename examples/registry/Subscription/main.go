package main

import (
	"github.com/pulumi-callfire/pulumi-callfire/sdk/go/callfire"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		_, err := callfire.NewSubscription(ctx, "inbound-texts", &callfire.SubscriptionArgs{
			Endpoint:           pulumi.String("https://hooks.example.com/callfire"),
			TriggerEvent:       pulumi.String("INBOUND_TEXT_FINISHED"),
			NotificationFormat: pulumi.String("JSON"),
		})
		return err
	})
}
