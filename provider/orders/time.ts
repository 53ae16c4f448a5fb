import { sleepFor } from "../callfire/repeat";

/** Time as an argument, so that no test sleeps. */
export interface Time {
    /** Milliseconds of a clock that is never set back and that all processes of the machine share. */
    elapsed(): number;
    /** The wall clock, for what people read. */
    date(): Date;
    /** Rejects with the signal's reason when it is aborted. */
    sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemTime: Time = {
    elapsed: () => Number(process.hrtime.bigint() / 1000n) / 1000,
    date: () => new Date(),
    sleep: sleepFor,
};
