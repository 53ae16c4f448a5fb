import { codeOf } from "../thrown";

/** Whether a process of this machine runs, whoever's it is. */
export function isAlive(pid: number): boolean {
    if (!Number.isInteger(pid) || pid <= 0) {
        return false;
    }
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return codeOf(error) === "EPERM";
    }
}
