import * as pulumi from "@pulumi/pulumi";
import axios from "axios";
import { XMLParser } from "fast-xml-parser";

/**
 * What a careful user writes today, without this package: an order that is placed once, waited for and saved, each request with
 * a time-out, polls that survive an error, numbers released with the resource. The bench's other side.
 */
export interface OrderInputs {
    readonly count: number;
    readonly city: string;
    readonly state: string;
}

interface OrderState extends OrderInputs {
    readonly orderId: string;
    readonly acquiredNumbers: string[];
}

interface CallFireOrder {
    readonly Status: string;
    readonly LocalNumbers?: { readonly Fulfilled?: string };
}

const secondsBetweenPolls = 1;
const mostSeconds = 600;
const mostFailedPolls = 5;

class NumberOrderProvider implements pulumi.dynamic.ResourceProvider<OrderInputs, OrderState> {
    private endpoint = "";
    private auth = { username: "", password: "" };

    configure({ config }: pulumi.dynamic.ConfigureRequest): Promise<void> {
        this.endpoint = config.get("callfire:endpoint") ?? "https://www.callfire.com/api/1.1/rest";
        this.auth = { username: config.require("callfire:login"), password: config.require("callfire:password") };
        return Promise.resolve();
    }

    check(_olds: OrderInputs, news: OrderInputs): Promise<pulumi.dynamic.CheckResult<OrderInputs>> {
        const failures = [];
        if (!Number.isInteger(news.count) || news.count < 1 || news.count > 100) {
            failures.push({ property: "count", reason: "count is a whole number from 1 to 100" });
        }
        if (!/^[A-Z]{2}$/.test(news.state)) {
            failures.push({ property: "state", reason: "state has two capital letters" });
        }
        return Promise.resolve({ inputs: news, failures });
    }

    diff(_id: string, olds: OrderState, news: OrderInputs): Promise<pulumi.dynamic.DiffResult> {
        const names = ["count", "city", "state"] as const;
        const replaces = names.filter((name) => olds[name] !== news[name]);
        return Promise.resolve({ changes: replaces.length > 0, replaces: [...replaces] });
    }

    async create(inputs: OrderInputs): Promise<pulumi.dynamic.CreateResult<OrderState>> {
        const fields = { localCount: String(inputs.count), City: inputs.city, State: inputs.state };
        // Not repeated after an error: it may have been taken.
        const answer = await this.request("POST", "/number/order", fields);
        const orderId = (answer as { ResourceReference: { Id: string } }).ResourceReference.Id;
        console.log(`order ${orderId} placed`);
        const order = await this.waitFor(orderId);
        const acquiredNumbers = order.LocalNumbers?.Fulfilled?.split(/\s+/).filter((word) => word !== "") ?? [];
        if (acquiredNumbers.length === 0) {
            throw new Error(`order ${orderId} ended as ${order.Status} without a number`);
        }
        if (acquiredNumbers.length < inputs.count) {
            console.warn(`order ${orderId} brought only ${acquiredNumbers.length} of ${inputs.count} numbers`);
        }
        return { id: orderId, outs: { ...inputs, orderId, acquiredNumbers } };
    }

    async read(id: string, state?: OrderState): Promise<pulumi.dynamic.ReadResult<OrderState>> {
        if (state === undefined) {
            throw new Error("an order can't be imported");
        }
        const owned: string[] = [];
        for (const number of state.acquiredNumbers) {
            if ((await this.requestUnlessGone("GET", `/number/${number}`)) !== undefined) {
                owned.push(number);
            }
        }
        return owned.length === 0 ? {} : { id, props: { ...state, acquiredNumbers: owned } };
    }

    async delete(_id: string, state: OrderState): Promise<void> {
        for (const number of state.acquiredNumbers) {
            await this.requestUnlessGone("PUT", "/number/release", { Number: number });
        }
    }

    private async waitFor(orderId: string): Promise<CallFireOrder> {
        const terminal = ["FINISHED", "ERRORED", "VOID", "REJECTED", "ADJUSTED", "PARTIALLY_ADJUSTED", "PAYMENT_ERROR"];
        const began = Date.now();
        let failed = 0;
        while (Date.now() - began < mostSeconds * 1000) {
            await new Promise((resolve) => setTimeout(resolve, secondsBetweenPolls * 1000));
            try {
                const answer = await this.request("GET", `/number/order/${orderId}`);
                const order = (answer as { Resource: { NumberOrder: CallFireOrder } }).Resource.NumberOrder;
                if (terminal.includes(order.Status)) {
                    return order;
                }
                failed = 0;
            } catch (error) {
                failed += 1;
                if (failed > mostFailedPolls) {
                    throw new Error(`order ${orderId} is placed, but can't be read`, { cause: error });
                }
            }
        }
        throw new Error(`order ${orderId} is placed, but did not end in ${mostSeconds} s`);
    }

    private async requestUnlessGone(method: string, path: string, fields?: Record<string, string>): Promise<unknown> {
        return this.request(method, path, fields).catch((error: unknown) => {
            if (axios.isAxiosError(error) && error.response?.status === 404) {
                return undefined;
            }
            throw error;
        });
    }

    private async request(method: string, path: string, fields: Record<string, string> = {}): Promise<unknown> {
        const { data } = await axios.request<string>({
            method,
            url: this.endpoint + path,
            auth: this.auth,
            timeout: 30_000,
            responseType: "text",
            ...(method !== "GET" && { data: new URLSearchParams(fields) }),
        });
        return new XMLParser({ removeNSPrefix: true, parseTagValue: false }).parse(data);
    }
}

const provider = new NumberOrderProvider();
export { provider };

export class NumberOrder extends pulumi.dynamic.Resource {
    declare readonly orderId: pulumi.Output<string>;
    declare readonly acquiredNumbers: pulumi.Output<string[]>;

    constructor(name: string, inputs: pulumi.Inputs & OrderInputs, options?: pulumi.CustomResourceOptions) {
        super(
            provider,
            name,
            { orderId: undefined, acquiredNumbers: undefined, ...inputs },
            options,
            "callfire",
            "NumberOrder",
        );
    }
}
