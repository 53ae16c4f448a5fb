package main

import (
	"github.com/pulumi-callfire/pulumi-callfire/sdk/go/callfire"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		promo, err := callfire.NewKeyword(ctx, "promo", &callfire.KeywordArgs{Keyword: pulumi.String("CHOCOLATE")})
		if err != nil {
			return err
		}
		ctx.Export("shortCode", promo.ShortCode)
		return nil
	})
}
