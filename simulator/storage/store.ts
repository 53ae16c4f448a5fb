import type { AccountState } from "../account/account";
import type { Clock } from "../account/clock";
import { inMemory } from "./memory";
import { openAccountFile } from "./accountFile";
import { advance } from "../account/timeline";

/** The account, moved on to the present. `now` is the account's time. */
export interface Store {
    /** Must not change the state. */
    read<Result>(look: (state: AccountState, now: number) => Result): Result;
    /** Remembers what `change` did, unless it throws. */
    change<Result>(change: (state: AccountState, now: number) => Result): Promise<Result>;
}

export async function openStore(stateFile: string | undefined, clock: Clock): Promise<Store> {
    const file = stateFile === undefined ? inMemory() : await openAccountFile(stateFile);
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
