/** Does something with each item, at most so many at once, begun in their order. Rejects with the first failure. */
export async function fewAtOnce(
    most: number,
    items: readonly string[],
    work: (item: string) => Promise<void>,
): Promise<void> {
    const waiting = [...items];
    async function workOff(): Promise<void> {
        for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
            await work(item);
        }
    }
    await Promise.all(Array.from({ length: most }, workOff));
}
