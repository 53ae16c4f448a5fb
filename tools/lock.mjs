import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const silentFor = 30_000;

/**
 * Lets one process at a time do `work`. A lock whose holder is gone is taken over, so an interrupted set-up
 * blocks nobody: a holder of this machine is asked for by its process id, any other must show that it is at work.
 */
export async function exclusively(lock, work) {
    mkdirSync(dirname(lock), { recursive: true });
    let said = false;
    while (!(await take(lock))) {
        if (!said) console.error("Another set-up is at work: waiting for it.");
        said = true;
        await sleep(500);
    }
    const beat = setInterval(() => utimesSync(lock, new Date(), new Date()), silentFor / 6);
    const release = () => rmSync(lock, { force: true });
    process.once("exit", release);
    try {
        return await work();
    } finally {
        clearInterval(beat);
        process.off("exit", release);
        release();
    }
}

async function take(lock) {
    const mine = JSON.stringify({ host: hostname(), pid: process.pid });
    const abandoned = isAbandoned(lock);
    if (abandoned) rmSync(lock, { force: true });
    try {
        writeFileSync(lock, mine, { flag: "wx" });
    } catch (error) {
        if (error.code !== "EEXIST") throw error;
        return false;
    }
    if (!abandoned) return true;
    // Another process may have seen the same abandoned lock, and removed ours for it.
    await sleep(200);
    return contentOf(lock) === mine;
}

function contentOf(lock) {
    try {
        return readFileSync(lock, "utf8");
    } catch {
        return "";
    }
}

function isAbandoned(lock) {
    try {
        const holder = JSON.parse(contentOf(lock));
        if (holder.host === hostname() && !isAlive(holder.pid)) return true;
    } catch {
        // Just created and not written yet, or cut short: its age decides.
    }
    try {
        return Date.now() - statSync(lock).mtimeMs > silentFor;
    } catch {
        return false;
    }
}

function isAlive(pid) {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return error.code === "EPERM";
    }
}
