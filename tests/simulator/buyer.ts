import type { startSimulator } from "../../simulator";

/** What a process of its own does: it orders two numbers of one state so many times, as fast as it can. */
export async function order(start: typeof startSimulator, stateFile: string, times: number): Promise<string[]> {
    const simulator = await start({ stateFile, orderSeconds: 0 });
    const ids: string[] = [];
    for (let turn = 0; turn < times; turn += 1) {
        const response = await fetch(`${simulator.url}/number/order`, {
            method: "POST",
            headers: { Authorization: `Basic ${Buffer.from("login:password").toString("base64")}` },
            body: new URLSearchParams({ localCount: "2", State: "WA" }),
        });
        ids.push(/<r:Id>(\d+)</.exec(await response.text())?.[1] ?? `${response.status}`);
    }
    await simulator.close();
    return ids;
}
