import { describeWants, nothing } from "../orders/items";
import { claimsOf } from "../orders/journal";
import type { Journal, Record, Unreadable } from "../orders/journal";
import { askForOrder, describeAnswer } from "./askForOrder";
import { findEntry } from "./find";
import { openJournalOnly } from "./settings";
import type { SettingFlags } from "./settings";
import { Failure, messageOf } from "./world";
import type { World } from "./world";

/** So long a request that was sent may still be answered: the client's own time-outs, and some more. */
const answerSeconds = 120;

/** What is given up by forgetting an entry, and how. */
interface Farewell {
    readonly consequences: readonly string[];
    /** Answers what was done. */
    readonly carryOut: () => Promise<string>;
}

/** Ends an entry by a person's word. Asks first; without a terminal it wants `--yes`. */
export async function forget(
    [wanted = ""]: readonly string[],
    flags: SettingFlags & { readonly yes?: boolean },
    world: World,
): Promise<number> {
    const { journal } = openJournalOnly(flags, world);
    const found = await findEntry(journal, wanted);
    const { consequences, carryOut } =
        "entry" in found ? await farewellOf(found, journal, flags, world) : farewellOfUnreadable(found, journal);
    consequences.forEach((line) => world.print(line));
    if (flags.yes !== true) {
        if (world.ask === undefined) {
            world.print(
                `Nothing was changed. To go on without being asked: npx pulumi-callfire orders forget ${wanted} --yes`,
            );
            return 1;
        }
        if (!/^y(es)?$/i.test((await world.ask("Forget it? (yes/no) ")).trim())) {
            world.print("Nothing was changed.");
            return 1;
        }
    }
    world.print(await carryOut());
    return 0;
}

async function farewellOf(record: Record, journal: Journal, flags: SettingFlags, world: World): Promise<Farewell> {
    const { entry, name } = record;
    const what = `Entry ${name} (intent ${entry.intent}) of ${entry.urn}`;
    switch (entry.phase) {
        case "claimed":
            return {
                consequences: [`${what}: nothing was sent for it. Forgetting it loses nothing.`],
                carryOut: () => remove(record, journal, "The entry is gone."),
            };
        case "sending":
            assertAnswerIsOverdue(record);
            return {
                consequences: [
                    `${what}: an order of ${describeWants(entry.wants)} was sent at ${entry.changedAt}, and whether CallFire took it is not known.`,
                    `If it did after all, what it bought is owned and billed, but in no state, and the next "pulumi up" buys again.`,
                ],
                carryOut: () => settleAsForgotten(record, journal),
            };
        case "placed":
            return {
                consequences: [
                    `${what}: order ${entry.orderId ?? "without an id"} of ${describeWants(entry.wants)} was placed.`,
                    await lookAtOrder(record, flags, world),
                    `What it has brought or still brings is owned and billed, but in no state, and the next "pulumi up" buys again.`,
                ],
                carryOut: () => settleAsForgotten(record, journal),
            };
        case "settled":
        case "closed":
            return {
                consequences: [describeHold(record, what)],
                carryOut: () => remove(record, journal, "The entry is gone."),
            };
    }
}

function describeHold({ entry }: Record, what: string): string {
    const items = claimsOf(entry);
    if (items.length === 0) {
        return entry.outcome === "forgotten"
            ? `${what} was forgotten already, and the next "pulumi up" takes note. Remove the entry itself only when no program has its resource any more.`
            : `${what} holds nothing. Forgetting it loses nothing.`;
    }
    return entry.phase === "closed"
        ? `${what} keeps other resources from taking over ${items.join(", ")}. Forget it when that resource is in no stack any more.`
        : `${what} brought ${items.join(", ")}, and no run has seen them in the state yet. They stay owned and billed until they are released at CallFire.`;
}

/** A request that is just under way is no doubt yet. */
function assertAnswerIsOverdue({ entry }: Record): void {
    const seconds = (Date.now() - Date.parse(entry.changedAt)) / 1000;
    if (seconds >= 0 && seconds < answerSeconds) {
        throw new Failure(
            `The order of intent ${entry.intent} was sent ${String(Math.round(seconds))} s ago, so its answer may still come. ` +
                `Nothing was changed. Try again in ${String(Math.ceil(answerSeconds - seconds))} s.`,
        );
    }
}

async function lookAtOrder({ entry }: Record, flags: SettingFlags, world: World): Promise<string> {
    if (entry.orderId === undefined) {
        return "It names no order, so CallFire can't be asked.";
    }
    try {
        return `CallFire says: ${describeAnswer(await askForOrder(entry, entry.orderId, flags, world))}.`;
    } catch (error) {
        return `What became of it was not looked up: ${messageOf(error).replace(/\.$/, "")}.`;
    }
}

/** Stays as a word to the next run, whose state may still name the intent. */
async function settleAsForgotten(record: Record, journal: Journal): Promise<string> {
    await journal.advance(record, { phase: "settled", outcome: "forgotten", acquired: nothing });
    return `Forgotten. The next "pulumi up" takes note and orders what is missing.`;
}

async function remove(record: Record, journal: Journal, done: string): Promise<string> {
    await journal.withdraw(record);
    return done;
}

function farewellOfUnreadable({ name, reason }: Unreadable, journal: Journal): Farewell {
    return {
        consequences: [
            `Entry ${name} can't be used: ${reason}.`,
            `If it stands for an order, what that bought is owned and billed, but may be in no state, and the next "pulumi up" buys again.`,
        ],
        carryOut: async () => {
            const files = await journal.setAside(name);
            return `It no longer blocks its resource. It is kept as:\n${files.map((file) => `    ${file}`).join("\n")}`;
        },
    };
}
