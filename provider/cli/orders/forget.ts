import { describeWants, nothing } from "../../orders/items";
import { heldBy } from "../../orders/journal/entry";
import type { Journal, JournalRecord, Unreadable } from "../../orders/journal/journal";
import { askFor, Failure, type Context, type Result } from "../context";
import { commandLine, openJournalAlone } from "../settings";
import type { ForgetPlan, ForgetOptions } from "./forgetPlan";
import { find } from "./find";
import { forgetAttempt } from "./forgetAttempt";
import { lookAtOrder } from "./lookAtOrder";

/** So long a request that was sent may still be answered: the client's own time-outs, and some more. */
const answerSeconds = 120;

/** Ends an entry or an attempt by a person's word. Asks first; without a terminal it wants `--yes` (decisions/0046). */
export async function forget(word: string, options: ForgetOptions, context: Context): Promise<Result> {
    const { journal } = await openJournalAlone(options, context);
    const { consequences, carryOut } = await planFor(word, journal, options, context);
    if (carryOut === undefined) {
        return { lines: consequences, facts: { word, forgotten: true, lines: consequences } };
    }
    if (options.json !== true) {
        consequences.forEach((line) => context.print(line));
    }
    const again = commandLine(`orders forget ${word} --yes${options.force === true ? " --force" : ""}`, options);
    const refusal = await askFor("Forget it? (yes/no) ", again, options, context);
    const lines = refusal === undefined ? await carryOut() : [refusal];
    const facts = { word, forgotten: refusal === undefined, lines: [...consequences, ...lines] };
    return { lines, facts, exitCode: refusal === undefined ? 0 : 1 };
}

async function planFor(word: string, journal: Journal, options: ForgetOptions, context: Context): Promise<ForgetPlan> {
    const found = await find(journal, word, options);
    switch (found.kind) {
        case "entry":
            return planForEntry(found, journal, options, context);
        case "unreadable":
            return planForUnreadable(found, journal);
        case "attempt": {
            const open = found.records.filter(({ entry }) => entry.phase === "sending" || entry.phase === "placed");
            const [first, second] = open;
            if (second !== undefined) {
                const intents = open.map(({ entry }) => entry.intent).join(", ");
                throw new Failure(
                    `The attempt ${word} has several orders that are open: ${intents}. Nothing was changed. Forget each by its intent.`,
                );
            }
            return first === undefined
                ? forgetAttempt(word, found.records, journal, options, context)
                : planForEntry(first, journal, options, context);
        }
    }
}

async function planForEntry(
    record: JournalRecord,
    journal: Journal,
    options: ForgetOptions,
    context: Context,
): Promise<ForgetPlan> {
    const { entry, name } = record;
    const what = `Entry ${name} (intent ${entry.intent}) of ${entry.urn}`;
    const buysAgain = `is owned and billed, but in no state, and the next "pulumi up" buys again.`;
    switch (entry.phase) {
        case "reserved":
            return {
                consequences: [`${what}: nothing was sent for it. Forgetting it loses nothing.`],
                carryOut: () => remove(record, journal),
            };
        case "sending":
            assertAnswerIsOverdue(record);
            return {
                consequences: [
                    `${what}: an order of ${describeWants(entry.wants)} was sent at ${entry.changedAt}, and whether CallFire took it is not known.`,
                    `If it did after all, what it bought ${buysAgain}`,
                ],
                carryOut: () => settleAsForgotten(record, journal),
            };
        case "placed":
            return {
                consequences: [
                    `${what}: order ${entry.orderId ?? "without an id"} of ${describeWants(entry.wants)} was placed.`,
                    await lookAtOrder(entry, options, context),
                    `What it has brought or still brings ${buysAgain}`,
                ],
                carryOut: () => settleAsForgotten(record, journal),
            };
        case "settled":
        case "closed":
            return planForSettled(record, what, journal);
    }
}

/** A mark that a person has forgotten an attempt has to stay until a run has seen it. */
function planForSettled(record: JournalRecord, what: string, journal: Journal): ForgetPlan {
    const { entry } = record;
    const items = heldBy(entry);
    if (entry.outcome === "forgotten") {
        return { consequences: [`${what} is forgotten already. Run "pulumi up": it takes note.`] };
    }
    const hold =
        items.length === 0
            ? `${what} holds nothing. Forgetting it loses nothing.`
            : entry.phase === "closed"
              ? `${what} keeps other resources from adopting ${items.join(", ")}. Forget it when that resource is in no stack any more.`
              : `${what} brought ${items.join(", ")}, and no run has seen them in the state yet. They stay owned and billed until they are released at CallFire.`;
    return { consequences: [hold], carryOut: () => remove(record, journal) };
}

/** A request that is just under way is no doubt yet, also where the clock of the machine that sent it is ahead of this one's. */
function assertAnswerIsOverdue({ entry }: JournalRecord): void {
    const seconds = (Date.now() - Date.parse(entry.changedAt)) / 1000;
    if (Math.abs(seconds) < answerSeconds) {
        throw new Failure(
            `The order of intent ${entry.intent} was sent ${String(Math.max(0, Math.round(seconds)))} s ago, so its answer may still come. ` +
                `Nothing was changed. Try again in ${String(Math.ceil(answerSeconds - seconds))} s.`,
        );
    }
}

/** Stays as a word to the next run, whose state may still name the intent or the attempt. */
async function settleAsForgotten(record: JournalRecord, journal: Journal): Promise<readonly string[]> {
    await journal.advance(record, { phase: "settled", outcome: "forgotten", acquired: nothing });
    return [`Forgotten. The next "pulumi up" takes note and orders what is missing.`];
}

async function remove(record: JournalRecord, journal: Journal): Promise<readonly string[]> {
    await journal.withdraw(record);
    return ["The entry is gone."];
}

function planForUnreadable({ name, reason }: Unreadable, journal: Journal): ForgetPlan {
    return {
        consequences: [
            `Entry ${name} can't be used: ${reason}.`,
            `If it stands for an order, what that bought is owned and billed, but may be in no state, and the next "pulumi up" buys again.`,
        ],
        carryOut: async () => {
            const kept = await journal.setAside(name);
            return [`It no longer blocks its resource. It is kept as:`, ...kept.map((file) => `    ${file}`)];
        },
    };
}
