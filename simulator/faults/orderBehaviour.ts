import type { OrderBehaviour } from "../account/orders";
import type { FaultEffect } from "./faults";
import { effectOf } from "./rules";

/** How an order goes that is placed under these effects. */
export function behaviourUnder(effects: readonly FaultEffect[], orderSeconds: number): OrderBehaviour {
    const final = effectOf(effects, "finalStatus");
    const shortfall = effectOf(effects, "shortfall");
    const lease = effectOf(effects, "lease");
    const hidden = effectOf(effects, "orderNotVisible");
    const alreadyAcquired = effectOf(effects, "alreadyAcquired");
    return {
        takes: (effectOf(effects, "duration")?.seconds ?? orderSeconds) * 1000,
        held: effectOf(effects, "hold") !== undefined,
        grows: effectOf(effects, "grow") !== undefined,
        largeId: effectOf(effects, "largeIds") !== undefined,
        fulfilledAfter: (effectOf(effects, "lateFulfilled")?.seconds ?? 0) * 1000,
        ...(hidden === undefined ? {} : { hiddenFor: hidden.seconds * 1000 }),
        ...(alreadyAcquired === undefined ? {} : { alreadyAcquired }),
        ...(lease === undefined ? {} : { leaseEnd: lease.end }),
        ...(final === undefined ? {} : { finalStatus: final.status }),
        ...(final?.fulfilled === undefined ? {} : { fulfilled: final.fulfilled }),
        ...(shortfall === undefined ? {} : { missing: shortfall.missing }),
        ...(shortfall?.of === undefined ? {} : { missingKind: shortfall.of }),
    };
}
