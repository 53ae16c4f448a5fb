package main

import (
	"github.com/pulumi-callfire/pulumi-callfire/sdk/go/callfire"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		support, err := callfire.NewNumberOrder(ctx, "support", &callfire.NumberOrderArgs{
			BulkLocal: &callfire.BulkLocalArgs{
				Count:  pulumi.Int(2),
				Region: &callfire.RegionArgs{City: pulumi.String("Seattle"), State: pulumi.String("WA")},
			},
			BulkTollFree: &callfire.BulkTollFreeArgs{Count: pulumi.Int(1)},
			Keywords:     pulumi.StringArray{pulumi.String("CHOCOLATE")},
		})
		if err != nil {
			return err
		}
		ctx.Export("numbers", support.AcquiredNumbers)
		return nil
	})
}
