import { fewAtOnce } from "../orders/fewAtOnce";
import type { Operation, Outcome } from "../orders/session";
import { messageOf } from "../orders/thrown";

const mostAtOnce = 8;

/**
 * Does something with each number, a few at a time. After a failure nothing more is begun.
 * @param done what each of them is afterwards, for people: `configured`
 * @returns the numbers that are done, in their order
 */
export async function everyNumber(
    numbers: readonly string[],
    done: string,
    operation: Operation,
    work: (number: string) => Promise<void>,
): Promise<Outcome<readonly string[]>> {
    const finished = new Set<string>();
    let problem: Error | undefined;

    await fewAtOnce(mostAtOnce, numbers, async (number) => {
        if (problem !== undefined) {
            return;
        }
        try {
            operation.signal.throwIfAborted();
            await operation.assertEngineAlive();
            await work(number);
            finished.add(number);
            operation.report.progress(`${done} ${String(finished.size)} of ${String(numbers.length)}`);
        } catch (error) {
            const reason = messageOf(operation.signal.aborted ? operation.signal.reason : error);
            problem ??= new Error(`${number} could not be ${done}: ${reason}`);
        }
    });
    const count = `${String(finished.size)} of ${String(numbers.length)} are ${done} and saved; "pulumi up" goes on with the rest.`;
    return {
        value: numbers.filter((number) => finished.has(number)),
        ...(problem && { problem: new Error(`${problem.message}. ${count}`) }),
    };
}
