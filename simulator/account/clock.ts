/** Time as the simulator sees it. Handed in, so that tests move it instead of sleeping. */
export interface Clock {
    /** Milliseconds since the epoch; fractions allowed. */
    now(): number;
    sleep(milliseconds: number): Promise<void>;
}

/** Does not step when the machine's clock is set: gaps between polls are measured with it. */
export const systemClock: Clock = {
    now: () => performance.timeOrigin + performance.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** `2014-12-17T12:25:36Z`: CallFire's dateTime, without fractions. */
export function dateTimeOf(time: number): string {
    return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

/** `2014-12-17`, in UTC. */
export function dateOf(time: number): string {
    return new Date(time).toISOString().slice(0, 10);
}

/** The same day of the next month, or that month's last day. */
export function monthAfter(date: string): string {
    const day = new Date(`${date}T00:00:00Z`);
    const wanted = day.getUTCDate();
    day.setUTCDate(1);
    day.setUTCMonth(day.getUTCMonth() + 1);
    const lastDay = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
    day.setUTCDate(Math.min(wanted, lastDay));
    return dateOf(day.getTime());
}

export function dayAfter(date: string): string {
    return dateOf(endOfDay(date));
}

/** The last day of a lease that begins on a day: one less than a month later. */
export function leaseEndFor(begin: string): string {
    return dateOf(Date.parse(`${monthAfter(begin)}T00:00:00Z`) - dayMilliseconds);
}

/** A lease runs through its last day. */
export function endOfDay(date: string): number {
    return Date.parse(`${date}T00:00:00Z`) + dayMilliseconds;
}
