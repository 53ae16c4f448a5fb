import type { Report } from "../orders/session";
import type { Difference } from "../resources/resource";

/** Says on the resource's row what a difference means: as a warning where something is given up that can't be had again. */
export function tellDifference(
    { summary, releases }: Pick<Difference, "summary" | "releases">,
    report: Pick<Report, "note" | "warn">,
): void {
    if (summary === undefined) {
        return;
    }
    if (releases === true) {
        report.warn(summary);
    } else {
        report.note(summary);
    }
}
