import type { NumberOrderAnswer, OrderId } from "../../callfire/types";
import { countOfBulk, describeWants, listItems, noPicks } from "../../orders/items";
import { heldBy, isByCount, type Entry } from "../../orders/journal/entry";
import type { Journal, JournalRecord } from "../../orders/journal/journal";
import { itemsOf } from "../../orders/wait";
import { Failure, type Context, type OutputOptions, type Result } from "../context";
import { commandLine, openJournalAlone, type SettingOptions } from "../settings";
import { askForOrder, describeAnswer, NotAnswered } from "./askForOrder";
import { describePhase } from "./describe";
import { find } from "./find";

export interface AdoptOptions extends SettingOptions, OutputOptions {
    readonly unverified?: boolean;
}

/** How far CallFire's clock and this machine's may be apart. */
const clockMilliseconds = 3_600_000;

/** Gives a lost order its id, so that the next run waits for that order. Orders nothing (decisions/0047). */
export async function adopt(word: string, orderId: OrderId, options: AdoptOptions, context: Context): Promise<Result> {
    const { journal } = await openJournalAlone(options, context);
    const record = await findInDoubt(journal, word, orderId, options);
    const { entry, name } = record;
    if (entry.phase === "placed" && entry.orderId === orderId) {
        return answer(record, [`The entry ${name} follows order ${orderId} already. Run "pulumi up" to go on.`]);
    }
    if (entry.phase !== "sending") {
        throw new Failure(
            `The entry ${name} is not in doubt; it is ${describePhase(entry)}. Nothing was changed. ` +
                `To adopt an order under a resource, give the resource adoptOrderId: "${orderId}" and run "pulumi up".`,
        );
    }
    const others = (await journal.read()).records.filter(
        (other) => other.name !== name && other.entry.account === entry.account,
    );
    const holder = others.find((other) => other.entry.orderId === orderId);
    if (holder !== undefined) {
        throw new Failure(
            `Order ${orderId} belongs to ${holder.entry.urn} (entry ${holder.name}). Nothing was changed. ` +
                `Look on CallFire's site for the order of ${describeWants(entry.wants)}.`,
        );
    }
    const lines: string[] = [];
    if (options.unverified !== true) {
        const order = await askForOrder(entry, orderId, options, context).catch((error: unknown) => {
            throw error instanceof NotAnswered ? new Failure(waysOn(entry, orderId, error, options)) : error;
        });
        assertFits(entry, order, others);
        lines.push(`CallFire knows order ${orderId}: ${describeAnswer(order)}.`);
    }
    const adopted = await journal.advance(record, { phase: "placed", orderId });
    return answer(adopted, [
        ...lines,
        `Intent ${entry.intent} follows order ${orderId} from now on${options.unverified === true ? " (not verified)" : ""}. ` +
            `Run "pulumi up": it waits for the order and takes in what it brings.`,
    ]);
}

function answer({ name, entry }: JournalRecord, lines: readonly string[]): Result {
    return { lines, facts: { name, ...entry } };
}

async function findInDoubt(
    journal: Journal,
    word: string,
    orderId: OrderId,
    options: SettingOptions,
): Promise<JournalRecord> {
    const found = await find(journal, word, options);
    switch (found.kind) {
        case "entry":
            return found;
        case "unreadable":
            throw new Failure(
                `The entry ${found.name} can't be used: ${found.reason}. Only an entry that can be read can be given an order. ` +
                    `Nothing was changed. Look at it: ${commandLine(`orders show ${found.name}`, options)}`,
            );
        case "attempt": {
            const [newest] = found.records.filter(({ entry }) => entry.phase === "sending").reverse();
            const record = newest ?? found.records[found.records.length - 1];
            if (record === undefined) {
                throw new Failure(
                    `The journal at ${journal.place} has no entry of the attempt ${word}, so there is nothing to give the order to. ` +
                        `Nothing was changed. Give the resource adoptOrderId: "${orderId}" and run "pulumi up".`,
                );
            }
            return record;
        }
    }
}

function waysOn(entry: Entry, orderId: OrderId, { message }: NotAnswered, options: SettingOptions): string {
    return (
        `Order ${orderId} was not looked at: ${message}. Nothing was changed.\n` +
        `Run it where the settings of the account ${entry.account} are: in the folder of its program, or with CALLFIRE_LOGIN and CALLFIRE_PASSWORD set.\n` +
        `When you have made sure yourself that it is the order of ${describeWants(entry.wants)}:\n` +
        `    ${commandLine(`orders adopt ${entry.intent} ${orderId} --unverified`, options)}`
    );
}

/** An order of something else must not be held by this resource: it would one day be released with it. */
function assertFits(entry: Entry, order: NumberOrderAnswer, others: readonly JournalRecord[]): void {
    const misfit = findMisfit(entry, order, others);
    if (misfit !== undefined) {
        throw new Failure(
            `Order ${order.id} is not the one of ${describeWants(entry.wants)}: ${misfit}. Nothing was changed. ` +
                `Look on CallFire's site for the right one.`,
        );
    }
}

function findMisfit(entry: Entry, order: NumberOrderAnswer, others: readonly JournalRecord[]): string | undefined {
    const { wants, reservedAt } = entry;
    const numbers = (order.localNumbers?.ordered ?? 0) + (order.tollFreeNumbers?.ordered ?? 0);
    const words = order.keywords?.ordered ?? 0;
    if (numbers !== wants.numbers.length + countOfBulk(wants) || words !== wants.keywords.length) {
        return `it asked for ${String(numbers)} numbers and ${String(words)} keywords`;
    }
    const acquired = listItems(itemsOf(order));
    if (hasForeign(entry, order)) {
        return `it acquired ${acquired.join(", ")}`;
    }
    if (order.created !== undefined && Date.parse(order.created) < Date.parse(reservedAt) - clockMilliseconds) {
        return `it was placed at ${order.created}, long before this one was sent (${reservedAt})`;
    }
    const held = others.find((other) => heldBy(other.entry).some((item) => acquired.includes(item)));
    return held === undefined ? undefined : `${held.entry.urn} holds what it acquired`;
}

/** More than by its names, or, where CallFire chose the numbers, than by their count. */
function hasForeign(entry: Entry, order: NumberOrderAnswer): boolean {
    const { wants, picks = noPicks } = entry;
    const items = itemsOf(order);
    const names = [...wants.numbers, ...picks.local, ...picks.tollFree];
    const unnamed = (list: readonly string[]): number => list.filter((item) => !names.includes(item)).length;
    const counted = isByCount(entry)
        ? { local: wants.local?.count ?? 0, tollFree: wants.tollFree }
        : { local: 0, tollFree: 0 };
    return (
        unnamed(items.localNumbers) > counted.local ||
        unnamed(items.tollFreeNumbers) > counted.tollFree ||
        items.keywords.some((keyword) => !wants.keywords.includes(keyword))
    );
}
