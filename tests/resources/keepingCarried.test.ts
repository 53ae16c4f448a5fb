import assert from "node:assert/strict";
import type { Operation } from "../../provider/orders/session";
import { keepingCarried } from "../../provider/resources/keepingCarried";
import { numberLabel } from "../../provider/resources/numberLabel";
import { PartialFailure } from "../../provider/resources/resource";
import type { Properties, Resource } from "../../provider/resources/resource";
import { attemptOf } from "../orders/model/fixtures";

const urn = "urn:pulumi:dev::shop::callfire:index:NumberLabel::support";
const others = { "urn:pulumi:dev::shop::callfire:index:NumberOrder::sales": [attemptOf({ id: "of sales" })] };
const earlier = [attemptOf({ id: "its own" })];
const state = { label: "shop", __held: { uid: "u1" } };

describe("what an operation carries for other resources", () => {
    const operation = (carried: Partial<Operation>): Operation =>
        ({ owner: { urn }, earlier: [], others: {}, ...carried }) as Operation;
    const failing = (error: Error): Resource => keepingCarried({ ...numberLabel, update: () => Promise.reject(error) });
    const failureOf = (resource: Resource, carried: Partial<Operation>): Promise<unknown> =>
        resource.update("support", state, {}, operation(carried)).then(
            () => assert.fail("it succeeded"),
            (error: unknown) => error,
        );

    it("is in the outputs of an update that fails in the middle, beside what was done", async () => {
        const done: Properties = { label: "shop", numbers: ["12065550101"], __held: { uid: "u1", attempt: "a1" } };
        const failure = await failureOf(failing(new PartialFailure("support", done, ["no more"])), { others, earlier });
        assert.ok(failure instanceof PartialFailure);
        assert.deepEqual(failure.reasons, ["no more"]);
        assert.deepEqual(failure.state, { ...done, __held: { uid: "u1", attempt: "a1", others } });
    });

    it("is in the outputs of an update that fails before anything was done, with what its own earlier runs left", async () => {
        const failure = await failureOf(failing(new Error("CallFire is away")), { others, earlier });
        assert.ok(failure instanceof PartialFailure);
        assert.deepEqual(failure.reasons, ["CallFire is away"]);
        assert.deepEqual(failure.state, { ...state, __held: { uid: "u1", others: { ...others, [urn]: earlier } } });
    });

    it("saves a create that fails, as it is before anything was made, only where it carries something", async () => {
        const error = new Error("CallFire refuses it");
        const resource = keepingCarried({
            ...numberLabel,
            create: () => Promise.reject(error),
            empty: () => ({ id: "support", state }),
        });
        const failure = await resource.create({}, operation({ others })).catch((failed: unknown) => failed);
        assert.ok(failure instanceof PartialFailure);
        assert.deepEqual([failure.id, failure.state, failure.reasons], ["support", state, ["CallFire refuses it"]]);
        assert.equal(await resource.create({}, operation({})).catch((failed: unknown) => failed), error);
    });

    it("saves of a label that was put on nothing what the numbers were like before an interrupted create", () => {
        const inputs = { label: "shop", numbers: ["12065550101", "12065550102"] };
        const before = [{ numbers: ["12065550101"], had: { labelled: true as const } }];
        const interrupted = { ...attemptOf({ id: "a1", uid: "u1" }), before };
        const own = attemptOf({ id: "a2", uid: "u1" });
        const session = { account: "simulator/1" } as Operation["session"];
        const created = numberLabel.empty(inputs, operation({ session, attempt: own, earlier: [interrupted], others }));
        assert.deepEqual(created, {
            id: "label-u1",
            state: {
                ...inputs,
                account: "simulator/1",
                __held: {
                    uid: "u1",
                    attempt: "a2",
                    resolved: ["a1"],
                    interrupted: true,
                    pending: inputs.numbers,
                    before,
                },
            },
        });
    });

    it("goes into the outputs that a refresh reads", async () => {
        const found = await keepingCarried({
            ...numberLabel,
            read: () => Promise.resolve({ id: "support", state, inputs: {} }),
        }).read("support", state, {}, operation({ others }));
        assert.deepEqual(found?.state, { ...state, __held: { uid: "u1", others } });
    });

    it("makes no other failure of one that carries nothing", async () => {
        const error = new Error("CallFire is away");
        assert.equal(await failureOf(failing(error), {}), error);
    });

    it("stays in the outputs through a refresh, and leaves them with the next success", async () => {
        const read: Properties = { label: "shop", __held: { uid: "u1", attempt: "a1" } };
        const resource = keepingCarried({
            ...numberLabel,
            read: () => Promise.resolve({ id: "support", state: read, inputs: {} }),
            update: () => Promise.resolve(read),
        });
        const failed = { ...state, __held: { uid: "u1", others } };
        const found = await resource.read("support", failed, {}, operation({}));
        assert.deepEqual(found?.state, { label: "shop", __held: { uid: "u1", attempt: "a1", others } });
        assert.equal(await resource.update("support", failed, {}, operation({ others })), read);
    });
});
