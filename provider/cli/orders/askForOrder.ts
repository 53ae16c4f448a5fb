import { existsSync } from "node:fs";
import { RefusedError } from "../../callfire/errors";
import type { NumberOrderAnswer, OrderId } from "../../callfire/types";
import { listItems } from "../../orders/items";
import type { Entry } from "../../orders/journal/entry";
import type { Session } from "../../orders/session";
import { itemsOf } from "../../orders/wait";
import { openSession, simulatorFile } from "../../settings/openSession";
import { describeError, readSettings, SettingsError, type Settings } from "../../settings/read";
import { Failure, messageOf, withoutFullStop, type Context } from "../context";
import { findSettings, type SettingOptions } from "../settings";

const patienceMilliseconds = 60_000;

/** CallFire was not asked, or did not answer: nothing is known about the order. Half a sentence, without a full stop. */
export class NotAnswered extends Error {}

/**
 * One look at an order, in its turn.
 * @throws NotAnswered
 * @throws Failure when the account has no such order
 */
export async function askForOrder(
    entry: Entry,
    orderId: OrderId,
    options: SettingOptions,
    context: Context,
): Promise<NumberOrderAnswer> {
    const { session, settings } = await openAccount(options, context, entry.account);
    const signal = AbortSignal.timeout(patienceMilliseconds);
    try {
        return await session.pollLimiter.turn(orderId, signal, () => session.client.getNumberOrder(orderId, signal));
    } catch (error) {
        if (error instanceof RefusedError && error.status === 404) {
            throw new Failure(
                `CallFire knows no order ${orderId} in the account ${entry.account}. Nothing was changed.`,
                {
                    cause: error,
                },
            );
        }
        const what = signal.aborted
            ? `CallFire did not answer within ${String(patienceMilliseconds / 1000)} s`
            : withoutFullStop(describeError(error, settings));
        throw new NotAnswered(what, { cause: error });
    }
}

/**
 * The account of these settings; asks CallFire nothing yet.
 * @param account the one that is meant, where that is known
 * @throws NotAnswered where there is none, or another one
 */
export async function openAccount(
    options: SettingOptions,
    context: Context,
    account?: string,
): Promise<{ session: Session; settings: Settings }> {
    const settings = await settingsFor(account, options, context);
    if (settings.service === "simulator" && !existsSync(simulatorFile(settings.programFolder))) {
        throw new NotAnswered(
            `the embedded simulator keeps its account in the folder of the program, and ${settings.programFolder} has none`,
        );
    }
    const session = await openSession(settings, () => undefined);
    if (account !== undefined && session.account !== account) {
        throw new NotAnswered(
            `the entry belongs to the account ${account}, but the settings are those of ${session.account} ` +
                `(callfire:login and callfire:endpoint, CALLFIRE_LOGIN and CALLFIRE_ENDPOINT, or --endpoint)`,
        );
    }
    return { session, settings };
}

async function settingsFor(account: string | undefined, options: SettingOptions, context: Context): Promise<Settings> {
    // What was rehearsed in this folder can be settled in it, without more words than the error's message has.
    const isRehearsal = account?.startsWith("simulator/") === true && options.endpoint === undefined;
    const { sources, problems, hasProgram } = await findSettings(
        isRehearsal ? { ...options, endpoint: "simulator" } : options,
        context,
    );
    try {
        return readSettings(sources);
    } catch (error) {
        const lacksLogin =
            error instanceof SettingsError && error.problems.some(({ setting }) => setting === "callfire:login");
        const reason = !lacksLogin
            ? withoutFullStop(messageOf(error))
            : hasProgram
              ? "neither the stack nor the environment has a login and its password (callfire:login, CALLFIRE_LOGIN)"
              : "CALLFIRE_LOGIN and CALLFIRE_PASSWORD are not set, and this is not the folder of a Pulumi program";
        throw new NotAnswered([reason, ...problems].join("; "), { cause: error });
    }
}

/** `FINISHED, acquired 12065550101` */
export function describeAnswer(answer: NumberOrderAnswer): string {
    const acquired = listItems(itemsOf(answer));
    return `${answer.status}, ${acquired.length === 0 ? "nothing acquired" : `acquired ${acquired.join(", ")}`}`;
}
