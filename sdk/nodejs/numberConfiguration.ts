import * as pulumi from "@pulumi/pulumi";
import { contextOf, warnOfUnencryptedPassword } from "./context";
import { isOfType } from "./instance";
import { withProvider } from "./provider";
import type { Inputs } from "./types";

/**
 * What a set of numbers does with calls and texts: one configuration for all of them. Nothing is bought.
 *
 * Numbers that join are configured, one request each and 8 at a time. Those that leave, or all of them when it is
 * destroyed, get back what they had before. **CallFire has no call that takes a configuration away**: a number that
 * neither forwarded nor answered calls before goes on with this configuration, and a warning says so when it joins.
 *
 * What somebody changes at CallFire shows in `pulumi refresh`, and the next `pulumi up` puts it right. When a number
 * fails, those that are done are saved, and the next `pulumi up` goes on with the rest. At least one of `callFeature`,
 * `textFeature`, `tracking` and `ivr` is given.
 *
 * ```ts
 * const hotline = new callfire.PhoneNumber("hotline", { tollFree: true });
 *
 * // Calls ring at the desk, and are recorded.
 * new callfire.NumberConfiguration("forwarding", {
 *     numbers: [hotline.number],
 *     tracking: { transferNumbers: ["+1 (310) 555-1212"], record: true },
 * });
 * ```
 *
 * **Errors.** What can't be meant is refused in preview by the property's name. A number that fails is named, with how
 * many are done and saved. `NotAdopted` refuses an import that can't be meant, and `OtherAccount` means that the
 * credentials are not those of the account.
 *
 * **Import**, with the plugin: `pulumi import callfire:index:NumberConfiguration <name> <id>`. The id is the numbers,
 * separated by commas, which must all do the same (`13105551212,13105551213`).
 */
export class NumberConfiguration extends pulumi.CustomResource {
    /** The type in the engine, by which policy packs know it. */
    static readonly __pulumiType: string = "pulumi-nodejs:dynamic/callfire:NumberConfiguration";

    /** Whether a value is a `NumberConfiguration`, also where another copy of this package has made it. */
    static override isInstance(value: unknown): value is NumberConfiguration {
        return isOfType(value, NumberConfiguration.__pulumiType);
    }

    /**
     * Numbers that the account owns. They may be known only during the update, as `acquiredNumbers` of a `NumberOrder`.
     * One that another resource of the program configures too is refused by name; one that the account does not own is
     * told in preview, and fails the update. (ConfigureNumber's `Number`.) A number in any usual notation:
     * `13105551212`, `+1 (310) 555-1212`. Kept as 11 digits.
     */
    declare readonly numbers: pulumi.Output<string[]>;
    /**
     * Whether the numbers take calls: `ENABLED` or `DISABLED`. Absent: it stays as it is. (ConfigureNumber's
     * `CallFeature`.)
     */
    declare readonly callFeature: pulumi.Output<string | undefined>;
    /**
     * Whether the numbers take texts: `ENABLED` or `DISABLED`. Absent: it stays as it is. (ConfigureNumber's
     * `TextFeature`.)
     */
    declare readonly textFeature: pulumi.Output<string | undefined>;
    /**
     * Calls are forwarded, and may be screened and recorded. Not together with `ivr`. (ConfigureNumber's `TRACKING`.)
     */
    declare readonly tracking: pulumi.Output<CallTracking | undefined>;
    /** Calls are answered by a dialplan. Not together with `tracking`. (ConfigureNumber's `IVR`.) */
    declare readonly ivr: pulumi.Output<Ivr | undefined>;
    /**
     * Whose it is: host and login, `www.callfire.com/acme`, or the simulator's own id. The resource is never acted on
     * under another account.
     */
    declare readonly account: pulumi.Output<string>;

    /**
     * @param name the resource's name in the stack
     * @param args which numbers, and what they do
     * @param opts Pulumi's own options; `customTimeouts` says how long it may take, 10 minutes if absent
     */
    constructor(name: string, args: NumberConfigurationArgs, opts: pulumi.CustomResourceOptions = {}) {
        warnOfUnencryptedPassword();
        const absent = {
            callFeature: undefined,
            textFeature: undefined,
            tracking: undefined,
            ivr: undefined,
        };
        const context = contextOf(NumberConfiguration.__pulumiType, name, args, opts);
        super(
            NumberConfiguration.__pulumiType,
            name,
            withProvider("number-configuration", { ...absent, ...args, account: undefined, __context: context }),
            opts,
        );
    }

    /**
     * Reads what numbers do, without managing it: nothing is changed, and nothing given back when it goes away.
     *
     * @param name the resource's name in the stack
     * @param id the numbers, separated by commas; all must do the same: `13105551212,13105551213`
     * @param opts Pulumi's own options
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): NumberConfiguration {
        return new NumberConfiguration(name, { numbers: [] }, { ...opts, id });
    }
}

/** Calls are forwarded, and may be screened and recorded. Not together with `ivr`. (ConfigureNumber's `TRACKING`.) */
export interface CallTracking {
    /**
     * Where calls are forwarded to: at least one number of the US or Canada, in any usual notation; kept as 11 digits.
     * (`TransferNumber`.) Each is written like `13105551212` or `+1 (310) 555-1212`.
     */
    transferNumbers: string[];
    /** True: whoever answers is told of the call, and may refuse it. Default: false. (`Screen`.) */
    screen?: boolean;
    /** True: calls are recorded. Default: false. (`Record`.) */
    record?: boolean;
    /**
     * CallFire's id of the sound that the caller hears first: up to 19 digits, as text. One that was set can be
     * changed, not taken away. (`IntroSoundId`.)
     */
    introSoundId?: string;
    /**
     * CallFire's id of the sound that whoever answers hears first: up to 19 digits, as text. One that was set can be
     * changed, not taken away. (`WhisperSoundId`.)
     */
    whisperSoundId?: string;
}

/** Calls are answered by a dialplan. Not together with `tracking`. (ConfigureNumber's `IVR`.) */
export interface Ivr {
    /**
     * The dialplan, in CallFire's XML: `<dialplan name="Root">...</dialplan>`. One that is not well-formed is refused
     * in preview, by line. (`DialplanXml`.)
     */
    dialplanXml: string;
}

/* eslint-disable @typescript-eslint/no-empty-object-type -- Interfaces, so that hovers and errors show their names. */

/** {@link CallTracking} as an input: every field may be the output of another resource. */
export interface CallTrackingArgs extends Omit<Inputs<CallTracking>, "transferNumbers"> {
    /**
     * Where calls are forwarded to: at least one number of the US or Canada, in any usual notation; kept as 11 digits.
     * (`TransferNumber`.) Each is written like `13105551212` or `+1 (310) 555-1212`.
     */
    transferNumbers: pulumi.Input<pulumi.Input<string>[]>;
}

/** {@link Ivr} as an input: every field may be the output of another resource. */
export interface IvrArgs extends Inputs<Ivr> {}

/** What a {@link NumberConfiguration} sets; at least one of `callFeature`, `textFeature`, `tracking` and `ivr`. */
export interface NumberConfigurationArgs {
    /**
     * Numbers that the account owns. They may be known only during the update, as `acquiredNumbers` of a `NumberOrder`.
     * One that another resource of the program configures too is refused by name; one that the account does not own is
     * told in preview, and fails the update. (ConfigureNumber's `Number`.) A number in any usual notation:
     * `13105551212`, `+1 (310) 555-1212`. Kept as 11 digits.
     */
    numbers: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Whether the numbers take calls: `ENABLED` or `DISABLED`. Absent: it stays as it is. (ConfigureNumber's
     * `CallFeature`.)
     */
    callFeature?: pulumi.Input<string>;
    /**
     * Whether the numbers take texts: `ENABLED` or `DISABLED`. Absent: it stays as it is. (ConfigureNumber's
     * `TextFeature`.)
     */
    textFeature?: pulumi.Input<string>;
    /**
     * Calls are forwarded, and may be screened and recorded. Not together with `ivr`. (ConfigureNumber's `TRACKING`.)
     */
    tracking?: pulumi.Input<CallTrackingArgs>;
    /** Calls are answered by a dialplan. Not together with `tracking`. (ConfigureNumber's `IVR`.) */
    ivr?: pulumi.Input<IvrArgs>;
}
