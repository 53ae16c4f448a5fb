import { OrderError } from "../orders/errors";
import type { Session } from "../orders/session";
import type { Snapshot } from "../orders/snapshot";

/** What a listing of the account forbids is judged once more by a newer one: this process may have bought something since. */
export async function judgeTwice<Result>(session: Session, judge: (snapshot: Snapshot) => Result): Promise<Result> {
    const snapshot = await session.memory.snapshot();
    try {
        return judge(snapshot);
    } catch (error) {
        if (!(error instanceof OrderError)) {
            throw error;
        }
        return judge(await session.memory.snapshotAfter(snapshot));
    }
}
