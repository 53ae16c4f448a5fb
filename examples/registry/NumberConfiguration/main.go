package main

import (
	"github.com/pulumi-callfire/pulumi-callfire/sdk/go/callfire"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		hotline, err := callfire.NewPhoneNumber(ctx, "hotline", &callfire.PhoneNumberArgs{TollFree: pulumi.Bool(true)})
		if err != nil {
			return err
		}
		// Calls ring at the desk, and are recorded.
		_, err = callfire.NewNumberConfiguration(ctx, "forwarding", &callfire.NumberConfigurationArgs{
			Numbers: pulumi.StringArray{hotline.Number},
			Tracking: &callfire.CallTrackingArgs{
				TransferNumbers: pulumi.StringArray{pulumi.String("+1 (310) 555-1212")},
				Record:          pulumi.Bool(true),
			},
		})
		return err
	})
}
