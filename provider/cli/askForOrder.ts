import { existsSync } from "node:fs";
import { join } from "node:path";
import { RefusedError } from "../callfire/errors";
import type { NumberOrderAnswer, OrderId } from "../callfire/types";
import { describeError, readSettings, SettingsError } from "../config";
import { openSession } from "../sessions";
import type { Settings } from "../config";
import type { Entry } from "../orders/entry";
import { listItems } from "../orders/items";
import { itemsOf } from "../orders/waitForOrder";
import { sourcesOf } from "./settings";
import type { SettingFlags } from "./settings";
import { Failure, messageOf } from "./world";
import type { World } from "./world";

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
    flags: SettingFlags,
    world: World,
): Promise<NumberOrderAnswer> {
    const settings = settingsFor(entry, flags, world);
    const session = await openSession(settings, { note: () => undefined });
    if (session.account !== entry.account) {
        throw new NotAnswered(
            `the entry belongs to the account ${entry.account}, but the settings are those of ${session.account} ` +
                `(CALLFIRE_LOGIN, and CALLFIRE_ENDPOINT or --endpoint)`,
        );
    }
    const signal = AbortSignal.timeout(patienceMilliseconds);
    try {
        return await session.pollClock.turn(orderId, signal, () => session.client.getNumberOrder(orderId, signal));
    } catch (error) {
        if (error instanceof RefusedError && error.status === 404) {
            throw new Failure(
                `CallFire knows no order ${orderId} in the account ${entry.account}. Nothing was changed.`,
                { cause: error },
            );
        }
        const what = signal.aborted
            ? `CallFire did not answer within ${String(patienceMilliseconds / 1000)} s`
            : describeError(error, settings).replace(/\.$/, "");
        throw new NotAnswered(what, { cause: error });
    }
}

/** `FINISHED, acquired 12065550101` */
export function describeAnswer(answer: NumberOrderAnswer): string {
    const acquired = listItems(itemsOf(answer));
    return `${answer.status}, ${acquired.length === 0 ? "nothing acquired" : `acquired ${acquired.join(", ")}`}`;
}

function settingsFor(entry: Entry, flags: SettingFlags, world: World): Settings {
    // What was rehearsed in this folder can be settled in it, without more words than the error's message has.
    const isRehearsal = entry.account.startsWith("simulator/") && flags.endpoint === undefined;
    if (isRehearsal && !existsSync(join(world.folder, ".callfire-simulator.json"))) {
        throw new NotAnswered(
            "the embedded simulator keeps its account in the program's folder, and this is another one",
        );
    }
    try {
        return readSettings(sourcesOf(isRehearsal ? { ...flags, endpoint: "simulator" } : flags, world));
    } catch (error) {
        const lacksLogin =
            error instanceof SettingsError && error.problems.some(({ setting }) => setting === "callfire:login");
        throw new NotAnswered(
            lacksLogin ? "CALLFIRE_LOGIN and CALLFIRE_PASSWORD are not set" : messageOf(error).replace(/\.$/, ""),
            { cause: error },
        );
    }
}
