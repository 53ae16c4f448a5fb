package main

import (
	"github.com/pulumi-callfire/pulumi-callfire/sdk/go/callfire"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		desk, err := callfire.NewPhoneNumber(ctx, "desk", &callfire.PhoneNumberArgs{
			Local: &callfire.LocalNumberArgs{
				Region: &callfire.RegionArgs{City: pulumi.String("Seattle"), State: pulumi.String("WA")},
			},
		})
		if err != nil {
			return err
		}
		hotline, err := callfire.NewPhoneNumber(ctx, "hotline", &callfire.PhoneNumberArgs{TollFree: pulumi.Bool(true)})
		if err != nil {
			return err
		}
		ctx.Export("numbers", pulumi.Array{desk.NationalFormat, hotline.NationalFormat})
		return nil
	})
}
