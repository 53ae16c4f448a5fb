import { OrderError } from "../orders/errors";
import type { Session } from "../orders/session";

/** State of another account is never acted on (decisions/0020). */
export class OtherAccount extends OrderError {
    constructor(theirs: string, ours: string) {
        super(
            `This resource belongs to the account ${theirs}, but the credentials are those of ${ours}. Nothing was changed. ` +
                `Check callfire:login and callfire:endpoint (CALLFIRE_LOGIN, CALLFIRE_ENDPOINT).`,
        );
    }
}

export function assertAccount(account: unknown, session: Session): void {
    if (typeof account === "string" && account !== session.account) {
        throw new OtherAccount(account, session.account);
    }
}
