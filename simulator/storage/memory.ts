import { newAccount, type AccountState } from "../account/account";

/** Where the account is kept. */
export interface AccountStorage {
    load(): AccountState;
    /** `change` checks everything before it changes anything: one that throws has changed nothing. */
    update<Result>(change: (state: AccountState) => Result): Promise<Result>;
}

export function inMemory(): AccountStorage {
    const state = newAccount();
    return {
        load: () => state,
        update: (change) => new Promise((resolve) => resolve(change(state))),
    };
}
