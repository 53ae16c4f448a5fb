import assert from "node:assert/strict";
import * as callErrors from "../../provider/callfire/errors";
import { explain } from "../../provider/orders/explain";
import { errorNames, errorSamples } from "../support/errorSamples";

const facts = { method: "GET", path: "/number", what: "HTTP 500" };

const ends: readonly Error[] = [
    ...errorSamples,
    new callErrors.UnsentError(facts),
    new callErrors.RefusedError({ ...facts, status: 400 }),
    new callErrors.CredentialsRefusedError({ ...facts, status: 401 }),
    new callErrors.PermissionRefusedError({ ...facts, status: 403 }),
    new callErrors.SlowDownError({ ...facts, status: 429 }),
    new callErrors.UnclearError(facts, true),
    new callErrors.UnclearError({ ...facts, method: "PUT" }, true),
];

/** What is bought, held or changed, and what became of it. */
const saysWhatIsSafe =
    /nothing (was|is) (bought|ordered|changed|sent|made|released)|acquired nothing|(are|is) (still held and |placed and |kept in the state|saved)|isn't sent|what it did, if anything, the next run finds/i;
/** A command, a setting, a property, or whom to ask. */
const saysWhatToDo =
    /"pulumi up"|"npx pulumi-callfire|run it again|callfire:\w+|set adoptOrderId|Declare|Give the API|CallFire refused (it|the order)/i;

describe("an error that a run ends with", () => {
    for (const error of ends) {
        it(`says what is safe and what to do: ${error.name}, ${error.message}`, () => {
            assert.match(explain(error), saysWhatIsSafe);
            assert.match(explain(error), saysWhatToDo);
        });
    }

    it("starts with the name under which docs/on-call.md has it", () => {
        for (const error of errorSamples) {
            assert(error.message.startsWith(`${error.name}: `), error.message);
        }
    });

    it("is in this list, whichever class it is of", () => {
        const calls = Object.values(callErrors)
            .filter((exported) => exported.prototype instanceof callErrors.CallFireError)
            .map(({ name }) => name);
        const listed = new Set(ends.map(({ name }) => name));
        const names = [...errorNames, ...calls];
        assert(names.length > 20);
        assert.deepEqual(
            names.filter((name) => !listed.has(name)),
            [],
        );
    });
});
