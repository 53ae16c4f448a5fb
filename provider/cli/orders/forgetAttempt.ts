import { noWants, nothing } from "../../orders/items";
import type { Entry } from "../../orders/journal/entry";
import type { Journal, JournalRecord } from "../../orders/journal/journal";
import { Failure, UsageError, type Context } from "../context";
import { commandLine } from "../settings";
import { NotAnswered, openAccount } from "./askForOrder";
import type { ForgetPlan, ForgetOptions } from "./forgetPlan";

type Owner = Pick<Entry, "stack" | "urn" | "uid" | "account">;

/**
 * An attempt that another machine has made, or whose order is in no journal: an entry of its own tells later runs that it is
 * over. What it may have ordered is looked for no longer.
 * @param records entries of the attempt, none of them open
 */
export async function forgetAttempt(
    attempt: string,
    records: readonly JournalRecord[],
    journal: Journal,
    options: ForgetOptions,
    context: Context,
): Promise<ForgetPlan> {
    const here = `A "pulumi up" that uses the journal at ${journal.place} takes note`;
    if (records.some(({ entry }) => entry.outcome === "forgotten")) {
        return { consequences: [`The attempt ${attempt} is forgotten already. ${here}.`] };
    }
    const owner = await ownerOf(attempt, records, options, context);
    return {
        consequences: [
            `Attempt ${attempt} of ${owner.account}: this journal has no open order of it, so what it ordered is not known here.`,
            `If CallFire has taken its order, what that bought is owned and billed, but in no state, and the next "pulumi up" may buy again.`,
        ],
        carryOut: async () => {
            const { stack, urn, uid, account } = owner;
            const { nextEntry } = await journal.look(
                { stack, uid, attempts: [attempt], urns: [urn], otherUids: [] },
                account,
            );
            const facts = { phase: "settled", outcome: "forgotten", wants: noWants, acquired: nothing } as const;
            await journal.reserve(nextEntry, { ...owner, attempt, ...facts });
            return [`Forgotten. ${here}, and looks for it no longer.`];
        },
    };
}

async function ownerOf(
    attempt: string,
    records: readonly JournalRecord[],
    options: ForgetOptions,
    context: Context,
): Promise<Owner> {
    const known = records[records.length - 1]?.entry;
    if (known !== undefined) {
        return { stack: known.stack, urn: known.urn, uid: known.uid, account: known.account };
    }
    const account = await accountOf(attempt, options, context);
    // The attempt is what later runs know it by: nothing else has to be right.
    const uid = `forgotten-${attempt}`;
    const { urn } = options;
    return urn === undefined
        ? { stack: { name: "forgotten" }, urn: `forgotten::${attempt}`, uid, account }
        : { stack: { name: stackNameOf(urn) }, urn, uid, account };
}

/** An entry is acted on under its own account alone. */
async function accountOf(attempt: string, options: ForgetOptions, context: Context): Promise<string> {
    try {
        return (await openAccount(options, context)).session.account;
    } catch (error) {
        if (!(error instanceof NotAnswered)) {
            throw error;
        }
        throw new Failure(
            `The journal has no entry of the attempt ${attempt}, and whose account it belongs to is not known: ${error.message}. ` +
                `Nothing was changed. Run it in the folder of the stack's program, or with CALLFIRE_LOGIN and CALLFIRE_PASSWORD set: ` +
                commandLine(`orders forget ${attempt}`, options),
            { cause: error },
        );
    }
}

/** `urn:pulumi:dev::shop::...`; the organization is not in it. */
function stackNameOf(urn: string): string {
    const [, stack, project] = /^urn:pulumi:([^:]+)::([^:]+)::.+::.+$/.exec(urn) ?? [];
    if (stack === undefined || project === undefined) {
        throw new UsageError(
            `--urn is ${JSON.stringify(urn)}, but must be a URN: urn:pulumi:<stack>::<project>::<type>::<name>.`,
        );
    }
    return `/${project}/${stack}`;
}
