package main

import (
	"github.com/pulumi-callfire/pulumi-callfire/sdk/go/callfire"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		support, err := callfire.NewNumberOrder(ctx, "support", &callfire.NumberOrderArgs{
			BulkTollFree: &callfire.BulkTollFreeArgs{Count: pulumi.Int(2)},
		})
		if err != nil {
			return err
		}
		_, err = callfire.NewNumberLabel(ctx, "support", &callfire.NumberLabelArgs{
			Label:   pulumi.String("support"),
			Numbers: support.AcquiredNumbers,
		})
		return err
	})
}
