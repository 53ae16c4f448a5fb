import type { Holding, Lease } from "./account";
import type { Fields } from "./payload";

/** xs:date with a zone. */
export function leasePayload(lease: Lease): Fields {
    return { LeaseBegin: `${lease.begin}Z`, LeaseEnd: `${lease.end}Z`, AutoRenew: lease.autoRenew };
}

/** After a release it reads PENDING, as CallFire's does: only AutoRenew tells that it was released. */
export function statusOfHolding(holding: Holding): string {
    return holding.lease.autoRenew ? "ACTIVE" : "PENDING";
}
