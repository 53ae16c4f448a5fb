import { isExpired } from "../orders/attempt";
import { OrderError } from "../orders/errors";
import { today, type Session } from "../orders/session";
import type { CheckOptions, Property } from "./resource";

/** The output of this name. */
export const accountOutput: Property = {
    type: "string",
    required: true,
    description:
        "Whose it is: host and login, `www.callfire.com/acme`, or the simulator's own id. The resource is never acted on under another account.",
};

/** State of another account is never acted on (decisions/0020). */
export class OtherAccount extends OrderError {
    constructor(theirs: string, ours: string) {
        super(
            `This resource belongs to the account ${theirs}, but the credentials are those of ${ours}. Nothing was changed. ` +
                `Check callfire:login and callfire:endpoint (CALLFIRE_LOGIN, CALLFIRE_ENDPOINT).`,
        );
    }
}

/**
 * The same for what an interrupted run may have ordered, before CallFire is asked anything.
 * @throws OtherAccount
 */
export async function assertAccountOfEarlier(options: CheckOptions): Promise<void> {
    const { session, owner } = options;
    if (session === undefined || owner === undefined) {
        return;
    }
    const { own } = await options.earlier();
    if (own.every(({ account }) => account === undefined || account === session.account)) {
        return;
    }
    const { created } = await owner.stack.identity();
    own.filter((attempt) => !isExpired(attempt, today(session), created)).forEach(({ account }) => {
        assertAccount(account, session);
    });
}

/** @param session undefined while settings are missing or unknown: nothing is acted on then */
export function assertAccount(account: unknown, session: Session | undefined): void {
    if (session !== undefined && typeof account === "string" && account !== session.account) {
        throw new OtherAccount(account, session.account);
    }
}
