import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { newAccount, type AccountState } from "../account/account";
import { currentVersionOf } from "./accountVersions";
import { codeOf, underLock } from "./lock";
import type { AccountStorage } from "./memory";

/**
 * The account in a file that several processes may serve at once: changes are load, modify, write under a lock; the
 * write is a rename, so that a reader sees the old account or the new one and never half of it.
 */
export async function openAccountFile(path: string): Promise<AccountStorage> {
    const file = resolve(path);
    const lockFile = `${file}.lock`;
    mkdirSync(dirname(file), { recursive: true });
    let cached: { stamp: string; state: AccountState } | undefined;
    let accountId: string | undefined;

    const load = (): AccountState => {
        const stamp = stampOf(file);
        if (stamp === undefined) {
            throw new Error(`The simulator's state has gone: ${file}. Start the simulator again for a new account.`);
        }
        if (cached?.stamp !== stamp) {
            const state = parsed(readFileSync(file, "utf8"), file);
            accountId ??= state.accountId;
            if (state.accountId !== accountId) {
                throw new Error(
                    `The simulator's state is another account by now: ${file}. Start the simulator again to use it.`,
                );
            }
            cached = { stamp, state };
        }
        return cached.state;
    };
    const write = (state: AccountState): void => {
        // One name is enough under the lock, and what a killed process left there is overwritten.
        const temporary = `${file}.new`;
        writeFileSync(temporary, JSON.stringify(state));
        renameSync(temporary, file);
    };
    const storage: AccountStorage = {
        load,
        update: (change) =>
            underLock(lockFile, () => {
                const state = load();
                // Whatever a change that throws has done to it, the next one reads the file again.
                cached = undefined;
                const result = change(state);
                write(state);
                cached = { stamp: stampOf(file) ?? "", state };
                return result;
            }),
    };

    if (stampOf(file) === undefined) {
        await underLock(lockFile, () => {
            if (stampOf(file) === undefined) {
                write(newAccount());
            }
        });
    }
    load();
    return storage;
}

/** Every write makes a new file, so this changes even when two writes share a millisecond. */
function stampOf(file: string): string | undefined {
    try {
        const { ino, mtimeNs, size } = statSync(file, { bigint: true });
        return `${ino} ${mtimeNs} ${size}`;
    } catch (error) {
        if (codeOf(error) === "ENOENT") {
            return undefined;
        }
        throw error;
    }
}

function parsed(text: string, file: string): AccountState {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        throw new Error(
            `The simulator's state is damaged: ${file} is not JSON. Remove it to start with a new account.`,
        );
    }
    return currentVersionOf(value, file);
}
