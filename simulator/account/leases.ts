import type { Holding, Lease } from "./account";
import type { Fields } from "../http/payload";

/** xs:date with a zone. */
export function leasePayload(lease: Lease): Fields {
    return { LeaseBegin: `${lease.begin}Z`, LeaseEnd: `${lease.end}Z`, AutoRenew: lease.autoRenew };
}

/** As CallFire's: a released number still reads ACTIVE, a released keyword PENDING. Only AutoRenew tells. */
export function statusOfHolding(holding: Holding): string {
    return holding.lease.autoRenew || holding.kind === "number" ? "ACTIVE" : "PENDING";
}
