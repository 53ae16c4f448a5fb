import { newAccount, type AccountState } from "./account";

/** Where the account is kept. */
export interface Keeper {
    load(): AccountState;
    update<Result>(change: (state: AccountState) => Result): Promise<Result>;
}

export function keepInMemory(): Keeper {
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
