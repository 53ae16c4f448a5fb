/** What a value looks like, in XML and as JSON. */
export interface ValueRule {
    readonly form: RegExp;
    readonly json: "string" | "integer" | "float" | "boolean";
}

/** What an element has in it, in this order. */
export interface ElementRule {
    readonly attributes?: Readonly<Record<string, ValueRule>>;
    readonly elements: readonly (readonly [name: string, rule: Rule, occurs?: Occurs])[];
}

export type Rule = ValueRule | ElementRule;

/** Once if absent. */
export type Occurs = "optional" | "repeated";

const long: ValueRule = { form: /^\d{1,19}$/, json: "integer" };
const integer: ValueRule = { form: /^\d{1,9}$/, json: "integer" };
const float: ValueRule = { form: /^-?\d+\.\d+$/, json: "float" };
const boolean: ValueRule = { form: /^(true|false)$/, json: "boolean" };
const text: ValueRule = { form: /^.+$/s, json: "string" };
const anyText: ValueRule = { form: /^.*$/s, json: "string" };
const word: ValueRule = { form: /^\S+$/, json: "string" };
const uri: ValueRule = { form: /^https?:\/\/\S+$/, json: "string" };
const phoneNumber: ValueRule = { form: /^\d{5,11}$/, json: "string" };
const dateTime: ValueRule = { form: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, json: "string" };
const date: ValueRule = { form: /^\d{4}-\d\d-\d\dZ$/, json: "string" };
const digits = (least: number, most: number): ValueRule => ({
    form: new RegExp(`^\\d{${least},${most}}$`),
    json: "string",
});
const oneOf = (...words: readonly string[]): ValueRule => ({
    form: new RegExp(`^(${words.join("|")})$`),
    json: "string",
});
/** An xs:list: words with one space between them, or nothing. */
const listOf = (item: string): ValueRule => ({ form: new RegExp(`^(${item}( ${item})*)?$`), json: "string" });

const letters = oneOf("[A-Z]{2}");

export const region: ElementRule = {
    elements: [
        ["Prefix", digits(7, 7)],
        ["City", text],
        ["State", letters],
        ["Zipcode", digits(5, 5), "optional"],
        ["Country", letters],
        ["Lata", digits(3, 3)],
        ["RateCenter", text],
        ["Latitude", float],
        ["Longitude", float],
        ["TimeZone", oneOf("[A-Z]\\w+/\\w+")],
    ],
};

const lease: ElementRule = {
    elements: [
        ["LeaseBegin", date],
        ["LeaseEnd", date],
        ["AutoRenew", boolean],
    ],
};

const feature = oneOf("ENABLED", "DISABLED", "PENDING", "UNSUPPORTED");

const inboundConfiguration: ElementRule = {
    elements: [
        [
            "CallTrackingConfig",
            {
                attributes: { id: long },
                elements: [
                    ["TransferNumber", listOf("\\d{11}"), "optional"],
                    ["Screen", boolean, "optional"],
                    ["Record", boolean, "optional"],
                    ["IntroSoundId", long, "optional"],
                    ["WhisperSoundId", long, "optional"],
                ],
            },
            "optional",
        ],
        ["IvrInboundConfig", { attributes: { id: long }, elements: [["DialplanXml", text]] }, "optional"],
    ],
};

/** Numbers for sale have no more than these. */
const offered: ElementRule["elements"] = [
    ["Number", digits(11, 11)],
    ["NationalFormat", oneOf("\\(\\d{3}\\) \\d{3}-\\d{4}")],
    ["TollFree", boolean],
];

/** Toll-free numbers have no region. */
export const tollFreeForSale: ElementRule = { elements: offered };
export const localForSale: ElementRule = { elements: [...offered, ["Region", region]] };

const ownedBy = (first: ElementRule["elements"]): ElementRule => ({
    elements: [
        ...first,
        ["Status", oneOf("PENDING", "ACTIVE", "RELEASED", "UNAVAILABLE")],
        ["LeaseInfo", lease],
        [
            "NumberConfiguration",
            {
                elements: [
                    ["CallFeature", feature],
                    ["TextFeature", feature],
                    ["InboundCallConfigurationType", oneOf("TRACKING", "IVR"), "optional"],
                    ["InboundCallConfiguration", inboundConfiguration, "optional"],
                ],
            },
        ],
    ],
});

export const localNumber = ownedBy(localForSale.elements);
export const tollFreeNumber = ownedBy(tollFreeForSale.elements);
/** A list has both. */
export const anyNumber = ownedBy([...offered, ["Region", region, "optional"]]);

export const keywordForSale: ElementRule = {
    elements: [
        ["ShortCode", oneOf("67076")],
        ["Keyword", word],
    ],
};

export const keyword: ElementRule = {
    elements: [
        ...keywordForSale.elements,
        ["Status", oneOf("PENDING", "ACTIVE", "RELEASED", "UNAVAILABLE")],
        ["LeaseInfo", lease],
    ],
};

const orderStatus = oneOf(
    ...["NEW", "PROCESSING", "FINISHED", "ERRORED", "PAYMENT_ERROR", "VOID", "WAIT_FOR_PAYMENT"],
    ...["PARTIALLY_ADJUSTED", "ADJUSTED", "APPROVE_TIER_ONE", "APPROVE_TIER_TWO", "REJECTED"],
    ...["PROCESSING_ACH", "ACH_ERROR"],
);

const orderedOf = (item: string): ElementRule => ({
    elements: [
        ["Ordered", integer],
        ["UnitCost", float],
        ["Fulfilled", listOf(item), "optional"],
    ],
});

export const numberOrder: ElementRule = {
    attributes: { id: long },
    elements: [
        ["Status", orderStatus],
        ["Created", dateTime],
        ["TotalCost", float],
        ["Summary", float, "optional"],
        ["SalesTax", float, "optional"],
        ["Total", float, "optional"],
        ["LocalNumbers", orderedOf("\\+?\\d{11}"), "optional"],
        ["TollFreeNumbers", orderedOf("\\+?\\d{11}"), "optional"],
        ["Keywords", orderedOf("[A-Z0-9]+"), "optional"],
    ],
};

export const subscription: ElementRule = {
    attributes: { id: long },
    elements: [
        ["Enabled", boolean],
        ["NonStrictSsl", boolean],
        ["Endpoint", text],
        ["NotificationFormat", oneOf("XML", "JSON", "SOAP", "EMAIL", "LEGACY")],
        ["TriggerEvent", word],
        [
            "SubscriptionFilter",
            {
                elements: [
                    ["BroadcastId", long, "optional"],
                    ["BatchId", long, "optional"],
                    ["FromNumber", phoneNumber, "optional"],
                    ["ToNumber", oneOf("\\d+(:[A-Z0-9]+)?"), "optional"],
                    ["Inbound", boolean, "optional"],
                ],
            },
            "optional",
        ],
    ],
};

export const autoReply: ElementRule = {
    attributes: { id: long },
    elements: [
        ["Number", phoneNumber],
        ["Keyword", word, "optional"],
        ["Match", anyText],
        ["Message", text],
    ],
};

export const label: ElementRule = { elements: [["Name", text]] };

/** The envelopes. Their own elements are in another namespace than the payload. */
export const envelopes = {
    reference: {
        elements: [
            ["Id", long],
            ["Location", uri],
        ],
    },
    exception: {
        elements: [
            ["HttpStatus", integer],
            ["Message", text],
        ],
    },
    resourceOf: (name: string, rule: ElementRule): ElementRule => ({ elements: [[name, rule]] }),
    listOf: (name: string, rule: ElementRule): ElementRule => ({
        attributes: { totalResults: integer },
        elements: [[name, rule, "repeated"]],
    }),
} as const satisfies Record<string, ElementRule | ((name: string, rule: ElementRule) => ElementRule)>;
