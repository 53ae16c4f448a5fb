import { accountVersion, newAccount, type AccountState, type Holding, type OrderRecord } from "../account/account";

/** An account as this version keeps it, from a file of this version or an older one. */
export function currentVersionOf(value: unknown, file: string): AccountState {
    const version = typeof value === "object" && value !== null && "version" in value ? value.version : undefined;
    if (version === accountVersion) {
        return value as AccountState;
    }
    if (version === 1) {
        return fromVersion1(value as Version1);
    }
    throw new Error(
        `The simulator's state is of another version: ${file} says version ${JSON.stringify(version)}, ` +
            `this simulator reads 1 to ${accountVersion}. Use the version that wrote it, or remove it to start with a new account.`,
    );
}

type Version1 = Pick<AccountState, "accountId" | "clockOffset" | "lastSequence"> &
    Pick<AccountState, "orders" | "holdings" | "soldElsewhere" | "resting" | "subscriptions">;

/** Version 1 knew no lags, and labels on numbers alone. */
function fromVersion1(old: Version1): AccountState {
    return {
        ...newAccount(),
        ...old,
        version: accountVersion,
        labels: [...new Set(old.holdings.flatMap(({ labels }) => labels))],
        orders: old.orders.map((order): OrderRecord => ({
            ...order,
            visibleAt: null,
            fulfilledAfter: 0,
            items: order.items.map((item) => ({ ...item, ofOtherOrder: false })),
        })),
        holdings: old.holdings.map((holding): Holding => ({ ...holding, acquiredAt: null })),
    };
}
