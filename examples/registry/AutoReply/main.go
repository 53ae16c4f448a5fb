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
		_, err = callfire.NewAutoReply(ctx, "hours", &callfire.AutoReplyArgs{
			Keyword: promo.Keyword,
			Match:   pulumi.String("hours"),
			Message: pulumi.String("We are open from 9 to 5."),
		})
		return err
	})
}
