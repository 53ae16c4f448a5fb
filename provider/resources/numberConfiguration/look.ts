import type { NumberConfiguration, OwnedNumber } from "../../callfire/types";
import { fewAtOnce } from "../../orders/fewAtOnce";
import type { Session } from "../../orders/session";
import { takeSnapshot } from "../../orders/snapshot";
import { restorable } from "./settings";

/** More are looked up in the account's list: one request for a thousand numbers. */
const mostSingly = 8;

/** What each number can be told to do again. One that the account does not own is left out; one of which CallFire does not tell did nothing. */
export async function lookAtNumbers(
    numbers: readonly string[],
    session: Session,
    signal: AbortSignal,
): Promise<ReadonlyMap<string, NumberConfiguration>> {
    const listed =
        numbers.length > mostSingly
            ? (await takeSnapshot(session.client, { numbers: true, keywords: false }, signal)).numbers
            : new Map<string, OwnedNumber>();
    const owned = await findOwnedNumbers(numbers, listed, session, signal);
    return new Map([...owned].map(([number, { configuration = {} }]) => [number, restorable(configuration)]));
}

/** By the list, and by a GET of its own for each that the list lacks or says too little of: lists lag. */
export async function findOwnedNumbers(
    numbers: readonly string[],
    listed: ReadonlyMap<string, OwnedNumber>,
    session: Session,
    signal: AbortSignal,
): Promise<ReadonlyMap<string, OwnedNumber>> {
    const found = new Map<string, OwnedNumber>();
    await fewAtOnce(mostSingly, numbers, async (number) => {
        const known = listed.get(number);
        const owned = known?.configuration === undefined ? await session.client.getNumber(number, signal) : known;
        if (owned !== undefined) {
            found.set(number, owned);
        }
    });
    return found;
}
