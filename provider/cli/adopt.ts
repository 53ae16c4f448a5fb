import { orderId as parseOrderId } from "../callfire/types";
import type { NumberOrderAnswer, OrderId } from "../callfire/types";
import type { Entry } from "../orders/entry";
import { describeWants, listItems } from "../orders/items";
import { claimsOf } from "../orders/journal";
import type { Record } from "../orders/journal";
import { itemsOf } from "../orders/waitForOrder";
import { askForOrder, describeAnswer, NotAnswered } from "./askForOrder";
import { findEntry } from "./find";
import { openJournalOnly, withStackSettings } from "./settings";
import type { SettingFlags } from "./settings";
import { describePhase } from "./words";
import { Failure, messageOf, UsageError } from "./world";
import type { World } from "./world";

/** How far CallFire's clock and this machine's may be apart. */
const clockMilliseconds = 3_600_000;

/** Gives an entry that is in doubt its order's id, so that the next run waits for that order. Orders nothing. */
export async function adopt(
    [wanted = "", id = ""]: readonly string[],
    flags: SettingFlags & { readonly unverified?: boolean },
    world: World,
): Promise<number> {
    const orderId = readOrderId(id);
    const { journal } = openJournalOnly(flags, world);
    const found = await findEntry(journal, wanted);
    if (!("entry" in found)) {
        throw new Failure(
            `The entry ${found.name} can't be used: ${found.reason}. Only an entry that can be read can be given an order.`,
        );
    }
    const { entry } = found;
    if (entry.phase === "placed" && entry.orderId === orderId) {
        world.print(`The entry ${found.name} follows order ${orderId} already. Run "pulumi up" to go on.`);
        return 0;
    }
    if (entry.phase !== "sending") {
        throw new Failure(
            `The entry ${found.name} is not in doubt; it is ${describePhase(entry)}. Nothing was changed. ` +
                `To take over an order under a resource, give the resource adoptOrderId: "${orderId}" and run "pulumi up".`,
        );
    }
    const others = (await journal.read()).records.filter(({ name }) => name !== found.name);
    const holder = others.find((other) => other.entry.orderId === orderId);
    if (holder !== undefined) {
        throw new Failure(
            `Order ${orderId} belongs to ${holder.entry.urn} (entry ${holder.name}). Nothing was changed.`,
        );
    }
    if (flags.unverified !== true) {
        const answer = await askForOrder(entry, orderId, flags, world).catch((error: unknown) => {
            throw error instanceof NotAnswered ? new Failure(waysOn(entry, orderId, error), { cause: error }) : error;
        });
        assertFits(entry, answer, others);
        world.print(`CallFire knows order ${orderId}: ${describeAnswer(answer)}.`);
    }
    await journal.advance(found, { phase: "placed", orderId });
    world.print(
        `Intent ${entry.intent} follows order ${orderId} from now on${flags.unverified === true ? " (not verified)" : ""}. ` +
            `Run "pulumi up": it waits for the order and takes in what it brings.`,
    );
    return 0;
}

function waysOn(entry: Entry, orderId: OrderId, { message }: NotAnswered): string {
    const command = `orders adopt ${entry.intent} ${orderId}`;
    return (
        `Order ${orderId} was not looked at: ${message}. Nothing was changed. With the settings of this folder's stack:\n` +
        `    ${withStackSettings(command)}\n` +
        `When you have made sure yourself that it is the order of ${describeWants(entry.wants)}:\n` +
        `    npx pulumi-callfire ${command} --unverified`
    );
}

/** An order of something else must not be held by this resource: it would one day be released with it. */
function assertFits(entry: Entry, answer: NumberOrderAnswer, others: readonly Record[]): void {
    const misfit = findMisfit(entry, answer, others);
    if (misfit !== undefined) {
        throw new Failure(
            `Order ${answer.id} is not the one of ${describeWants(entry.wants)}: ${misfit}. Nothing was changed.`,
        );
    }
}

function findMisfit(
    { wants, claimedAt }: Entry,
    answer: NumberOrderAnswer,
    others: readonly Record[],
): string | undefined {
    const numbers = (answer.localNumbers?.ordered ?? 0) + (answer.tollFreeNumbers?.ordered ?? 0);
    const wantedNumbers = wants.numbers.length + (wants.local?.count ?? 0) + wants.tollFree;
    const words = answer.keywords?.ordered ?? 0;
    if (numbers !== wantedNumbers || words !== wants.keywords.length) {
        return `it asked for ${String(numbers)} numbers and ${String(words)} keywords`;
    }
    const items = itemsOf(answer);
    const foreign = (list: readonly string[], listed: readonly string[], bulk: number): boolean =>
        list.filter((item) => !listed.includes(item)).length > bulk;
    if (
        foreign(items.localNumbers, wants.numbers, wants.local?.count ?? 0) ||
        foreign(items.tollFreeNumbers, wants.numbers, wants.tollFree) ||
        foreign(items.keywords, wants.keywords, 0)
    ) {
        return `it acquired ${listItems(items).join(", ")}`;
    }
    if (answer.created !== undefined && Date.parse(answer.created) < Date.parse(claimedAt) - clockMilliseconds) {
        return `it was placed at ${answer.created}, long before this one was sent (${claimedAt})`;
    }
    const held = others.find((other) => claimsOf(other.entry).some((item) => listItems(items).includes(item)));
    return held === undefined ? undefined : `${held.entry.urn} holds what it acquired`;
}

function readOrderId(text: string): OrderId {
    try {
        return parseOrderId(text);
    } catch (error) {
        throw new UsageError(messageOf(error));
    }
}
