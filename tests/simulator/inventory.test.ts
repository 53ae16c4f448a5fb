import * as assert from "node:assert/strict";
import fc from "fast-check";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { states } from "../../simulator/geography/areas";
import { cities } from "../../simulator/geography/cities";
import { isTollFree, localNumbers, tollFreeNumbers, type NumberForSale } from "../../simulator/geography/inventory";
import { call, order, simulators } from "./wire";

describe("the simulator's inventory", () => {
    const start = simulators();
    const firstOf = (numbers: Iterable<NumberForSale>, count: number): NumberForSale[] => {
        const found: NumberForSale[] = [];
        for (const number of numbers) {
            if (found.push(number) === count) {
                break;
            }
        }
        return found;
    };
    const isValid = (number: string): boolean => parsePhoneNumberFromString(`+${number}`)?.isValid() === true;

    it("has valid numbers in every state and province, of that country", () => {
        for (const state of states.values()) {
            for (const { number, region } of firstOf(localNumbers({ State: state.code }), 200)) {
                assert.ok(isValid(number), `${number} of ${state.code}`);
                assert.equal(parsePhoneNumberFromString(`+${number}`)?.country, state.country);
                assert.equal(region.State, state.code);
                assert.ok(number.startsWith(region.Prefix ?? "none"));
            }
        }
    });

    it("has a city for every state, with area codes of that state", () => {
        for (const city of cities) {
            const areaCodes = states.get(city.state)?.areaCodes ?? [];
            assert.deepEqual(
                city.areaCodes.filter((areaCode) => !areaCodes.includes(areaCode)),
                [],
                city.name,
            );
        }
        assert.equal(new Set(cities.map(({ state }) => state)).size, states.size);
    });

    it("has valid toll-free numbers of all prefixes", () => {
        const numbers = firstOf(tollFreeNumbers(), 70).map(({ number }) => number);
        assert.ok(numbers.every((number) => isValid(number) && isTollFree(number)));
        assert.equal(new Set(numbers.map((number) => number.slice(1, 4))).size, 7);
    });

    it("has plausible numbers for any other way to name a region", () => {
        const prefixOf = (region: Record<string, string>): string | undefined =>
            firstOf(localNumbers(region), 1)[0]?.number.slice(0, 4);
        assert.equal(prefixOf({ Prefix: "1920659" }), "1920");
        assert.equal(prefixOf({ Zipcode: "98109" }), "1206");
        assert.equal(prefixOf({ Latitude: "47.6", Longitude: "-122.3" }), "1206");
        assert.equal(prefixOf({ TimeZone: "Pacific/Honolulu" }), "1808");
        assert.equal(prefixOf({ Lata: "730" }), "1213");
        assert.notEqual(prefixOf({ City: "SPRINGFIELD" }), undefined);
        assert.notEqual(prefixOf({}), undefined);
        assert.equal(prefixOf({ State: "WA", Country: "CA" }), undefined);
        assert.equal(prefixOf({ Prefix: "1999" }), undefined);
        assert.equal(prefixOf({ Country: "FR" }), undefined);
    });

    it("has no more in an exchange than there are, and each once", () => {
        const numbers = [...localNumbers({ Prefix: "1920659" })].map(({ number }) => number);
        assert.equal(new Set(numbers).size, 10_000);
        assert.equal(numbers.length, 10_000);
    });

    it("never sells a number or a keyword twice", async () => {
        const keyword = fc.constantFrom("VANILLA", "CHOCOLATE", "MINT");
        const parameters = fc.oneof(
            fc.record({ localCount: fc.constantFrom("1", "3"), State: fc.constantFrom("WA", "OR") }),
            fc.record({ tollFreeCount: fc.constantFrom("1", "4") }),
            fc.record({ Numbers: fc.constantFrom("12065550100", "13605550100 12065550100", "18005550100") }),
            fc.record({ Keywords: keyword, localCount: fc.constantFrom("0", "2"), City: fc.constant("Seattle") }),
        );
        const step = fc.record({ parameters, release: fc.boolean(), fails: fc.boolean() });
        await fc.assert(
            fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
                const simulator = await start({ orderSeconds: 0 });
                await Promise.all(
                    steps.map(async ({ parameters: asked, release, fails }) => {
                        if (fails) {
                            simulator.faults.add({ effect: { kind: "finalStatus", status: "ERRORED", fulfilled: 1 } });
                        }
                        await call(simulator, "POST", "/number/order", asked);
                        const number = simulator.ledger().owned.numbers[0]?.value;
                        if (release && number !== undefined) {
                            await call(simulator, "PUT", "/number/release", { Number: number });
                        }
                    }),
                );
                const { orders, owned } = simulator.ledger();
                const fulfilled = orders.flatMap((placed) => placed.fulfilled);
                const held = [...owned.numbers, ...owned.keywords].map(({ value }) => value);
                assert.equal(new Set(fulfilled).size, fulfilled.length);
                assert.deepEqual([...held].sort(), [...fulfilled].sort());
                await simulator.close();
            }),
            { numRuns: 40 },
        );
    });

    it("is the same in every account", async () => {
        const bought = await Promise.all(
            [1, 2].map(async () => {
                const simulator = await start({ orderSeconds: 0 });
                await order(simulator, { localCount: "5", City: "Denver", State: "CO" });
                return simulator.ledger().orders[0]!.fulfilled;
            }),
        );
        assert.deepEqual(bought[0], bought[1]);
    });
});
