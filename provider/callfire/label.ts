import { readList, undefinedIfUnknown, type Calls } from "./calls";
import { readNumberPage } from "./envelopes";

export interface LabelCalls {
    /** The owned numbers that carry a label; none where there is no such label. Repeated on transient errors. */
    listLabelled(label: string, signal?: AbortSignal): Promise<readonly string[]>;
    /** Puts a label on an owned number, and makes the label where there is none. Repeated on transient errors. */
    labelNumber(number: string, label: string, signal?: AbortSignal): Promise<void>;
    /** Takes it off, where it is on; the label itself stays. Repeated on transient errors. */
    unlabelNumber(number: string, label: string, signal?: AbortSignal): Promise<void>;
}

export function labelCalls(calls: Calls): LabelCalls {
    const linkOf = (number: string): string => `/label/number/${encodeURIComponent(number)}`;
    return {
        listLabelled: async (label, signal) => {
            const labelled = await readList(calls, "/number", [["LabelName", label]], readNumberPage, signal);
            return labelled.map(({ number }) => number);
        },

        labelNumber: (number, label, signal) => calls.set("POST", linkOf(number), [["LabelName", label]], signal),

        unlabelNumber: (number, label, signal) =>
            calls.set("DELETE", linkOf(number), [["LabelName", label]], signal).catch(undefinedIfUnknown),
    };
}
