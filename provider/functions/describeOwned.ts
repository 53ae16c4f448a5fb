import type { LeaseInfo, OwnedKeyword, OwnedNumber, Region } from "../callfire/types";
import { isTollFree } from "../orders/items";
import { compact } from "../resources/check";
import { flag, text } from "../resources/declarations";
import { regionProperty } from "../resources/region";
import type { Properties, Property } from "../resources/resource";

// What look-ups tell of numbers and keywords, as they declare it.

const numberProperties: Readonly<Record<string, Property>> = {
    number: text("In 11 digits: `13105551212`.", { required: true }),
    nationalFormat: text("As people write it: `(310) 555-1212`.", { required: true }),
    isTollFree: flag("Whether it is toll-free.", { required: true }),
    region: {
        ...regionProperty,
        description: "Where it is at home, as far as CallFire says; absent for toll-free numbers.",
    },
};

const leaseProperties: Readonly<Record<string, Property>> = {
    status: text("CallFire's own word: `ACTIVE`, `PENDING`. It does not tell what is renewed: see `autoRenew`."),
    leaseBegin: text("First day of the lease: `2014-12-02Z`."),
    leaseEnd: text("Last day of the lease: `2015-01-01Z`."),
    autoRenew: flag("Whether the lease is renewed at its end; false for what was released.", { required: true }),
};

/** Of a number that the account owns. */
export const ownedNumberProperties = { ...numberProperties, ...leaseProperties };

export const availableNumber: Property = {
    type: "object",
    typeName: "AvailableNumber",
    description: "A number that is for sale.",
    properties: numberProperties,
};

export const ownedNumber: Property = {
    type: "object",
    typeName: "OwnedNumber",
    description: "A number that the account owns.",
    properties: ownedNumberProperties,
};

export const ownedKeyword: Property = {
    type: "object",
    typeName: "OwnedKeyword",
    description: "A keyword that the account owns.",
    properties: {
        keyword: text("In upper case: `CHOCOLATE`.", { required: true }),
        shortCode: text("The short code it is on: `67076`.", { required: true }),
        ...leaseProperties,
    },
};

export function describeNumber({ number, region: home }: { number: string; region: Region }): Properties {
    return compact({
        number,
        nationalFormat: `(${number.slice(1, 4)}) ${number.slice(4, 7)}-${number.slice(7)}`,
        isTollFree: isTollFree(number),
        region: Object.keys(home).length === 0 ? undefined : home,
    });
}

export function describeOwnedNumber(number: OwnedNumber): Properties {
    return { ...describeNumber(number), ...describeLease(number) };
}

export function describeOwnedKeyword(owned: OwnedKeyword): Properties {
    return { keyword: owned.keyword.toUpperCase(), shortCode: owned.shortCode, ...describeLease(owned) };
}

function describeLease({ status, lease }: { status: string; lease: LeaseInfo }): Properties {
    return compact({
        status: status === "" ? undefined : status,
        leaseBegin: lease.begin,
        leaseEnd: lease.end,
        autoRenew: lease.autoRenew,
    });
}
