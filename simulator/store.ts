import { newAccount, type AccountState } from "./account";
import type { Clock } from "./clock";
import { openStateFile } from "./state-file";
import { advance } from "./timeline";

/** The account, moved on to the present. `now` is the account's time. */
export interface Store {
    /** Must not change the state. */
    read<Result>(look: (state: AccountState, now: number) => Result): Result;
    /** Remembers what `change` did, unless it throws. */
    change<Result>(change: (state: AccountState, now: number) => Result): Promise<Result>;
}

export async function openStore(stateFile: string | undefined, clock: Clock): Promise<Store> {
    const file = stateFile === undefined ? memory() : await openStateFile(stateFile);
    const nowOf = (state: AccountState): number => Math.round(clock.now()) + state.clockOffset;
    return {
        read(look) {
            const state = file.load();
            const now = nowOf(state);
            // Moving on follows from the timestamps alone, so it need not be written down to be the same next time.
            advance(state, now);
            return look(state, now);
        },
        change(change) {
            return file.update((state) => {
                const now = nowOf(state);
                advance(state, now);
                return change(state, now);
            });
        },
    };
}

/** Where the account is kept. */
export interface Keeper {
    load(): AccountState;
    update<Result>(change: (state: AccountState) => Result): Promise<Result>;
}

function memory(): Keeper {
    let text = JSON.stringify(newAccount());
    let state = JSON.parse(text) as AccountState;
    return {
        load: () => state,
        update: (change) =>
            new Promise((resolve) => {
                // A change that throws half way must leave nothing behind, as with a file.
                const next = JSON.parse(text) as AccountState;
                const result = change(next);
                state = next;
                text = JSON.stringify(next);
                resolve(result);
            }),
    };
}
