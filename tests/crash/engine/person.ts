import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { describeWants, noWants } from "../../../provider/orders/items";
import type { LedgerOrder, RunningSimulator } from "../../../simulator/index";
import { login, password } from "../../engine/support/account";
import type { EngineStack } from "../../engine/support/engine";
import { booksOf } from "../balance";
import type { DeclaredProgram } from "./declared";

const commandLine = resolve(__dirname, "../../../provider/cli/index.js");
const heading = /^ +\S+ \(([\w-]+)\):$/;
const doubt =
    /OrderInDoubt: An order by count of (.+?) may have been sent(.*?)"npx pulumi-callfire orders forget (\w+)"/;

/** Who is told that orders by count are in doubt, and does what the messages say. */
export class Person {
    /** Entries and attempts that were settled. */
    readonly settled = new Set<string>();

    /** @param journal where the stack's is; that of the machine if absent */
    constructor(
        private readonly simulator: RunningSimulator,
        private readonly stack: EngineStack,
        private readonly program: DeclaredProgram,
        private readonly journal: string | undefined,
    ) {}

    /** Looks at CallFire's site for each order in doubt, and adopts it or forgets it. Answers with what the commands said. */
    async settle(output: string): Promise<string[]> {
        const known = new Set(booksOf(await this.stack.state()).orders);
        // Ids that the journal has noted are no answer either.
        const noted = await this.type("orders", "--all");
        const done: string[] = [];
        for (const doubt of doubtsIn(output)) {
            if (this.settled.has(doubt.word)) continue;
            this.settled.add(doubt.word);
            const order = this.simulator
                .ledger()
                .orders.find(({ id, ...rest }) => !known.has(id) && !noted.includes(id) && wishOf(rest) === doubt.wish);
            if (order !== undefined) known.add(order.id);
            done.push(await (order === undefined ? this.forget(doubt) : this.adopt(doubt, order.id)));
        }
        return done;
    }

    private forget({ word }: Doubt): Promise<string> {
        return this.type("orders", "forget", word, "--yes");
    }

    /** By the command, where the message offers one. */
    private async adopt({ name, word, hasCommand }: Doubt, orderId: string): Promise<string> {
        if (hasCommand) {
            return this.type("orders", "adopt", word, orderId);
        }
        this.program.adopt(name, orderId);
        this.stack.write(this.program.files());
        return `adoptOrderId of ${name}: ${orderId}`;
    }

    /** Answers with the command and what it said. */
    private async type(...command: string[]): Promise<string> {
        const env = {
            ...this.stack.env,
            // An order that was sent a moment ago can't be forgotten yet: this person has had a coffee before.
            NODE_OPTIONS: this.stack.clockMoved(3),
            CALLFIRE_ENDPOINT: this.simulator.url,
            CALLFIRE_LOGIN: login,
            CALLFIRE_PASSWORD: password,
            ...(this.journal !== undefined && { CALLFIRE_JOURNAL: this.journal }),
        };
        const options = { env, cwd: this.stack.folder };
        const run = promisify(execFile)(process.execPath, [commandLine, ...command], options);
        const { stdout, stderr } = await run.catch((error: unknown) => error as { stdout: string; stderr: string });
        return `${command.join(" ")}: ${stdout}${stderr}`;
    }
}

interface Doubt {
    /** Of the resource. */
    readonly name: string;
    readonly wish: string;
    /** The intent or attempt. */
    readonly word: string;
    /** Whether the message offers a command that takes the order's id. */
    readonly hasCommand: boolean;
}

function doubtsIn(output: string): Doubt[] {
    let name = "";
    return output.split("\n").flatMap((line) => {
        name = heading.exec(line)?.[1] ?? name;
        const [, wish, advice = "", word] = doubt.exec(line) ?? [];
        const hasCommand = advice.includes("orders adopt");
        return wish === undefined || word === undefined ? [] : [{ name, wish, word, hasCommand }];
    });
}

/** As the messages name it: `2 local numbers (city=Boston, state=MA)`. */
function wishOf({ parameters, ordered }: Pick<LedgerOrder, "parameters" | "ordered">): string | undefined {
    const { localCount, tollFreeCount, City: city, State: state } = parameters;
    if (localCount === undefined && tollFreeCount === undefined) return undefined;
    const region = { ...(city !== undefined && { city }), ...(state !== undefined && { state }) };
    const local = localCount === undefined ? {} : { local: { count: ordered.local, region } };
    return describeWants({ ...noWants, ...local, tollFree: ordered.tollFree });
}
