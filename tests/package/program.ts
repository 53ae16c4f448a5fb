import type * as typescript from "typescript";

/** A program with everything that the package exports for resources, and with mistakes that its types must find. */
export const program = `
import * as pulumi from "@pulumi/pulumi";
import { BulkLocalArgs, Keyword, KeywordArgs, NumberOrder, NumberOrderArgs, OrderRecord, RegionArgs } from "pulumi-callfire";
import { LocalNumberArgs, PhoneNumber, PhoneNumberArgs } from "pulumi-callfire";
import type { BulkLocal, BulkTollFree, BulkTollFreeArgs, LocalNumber, Region } from "pulumi-callfire";

const region: RegionArgs = { city: pulumi.output("Seattle"), state: "WA", latitude: 47.6 };
const bulkLocal: BulkLocalArgs = { count: pulumi.output(2), region };
const bulkTollFree: BulkTollFreeArgs = { count: 1 };
const args: NumberOrderArgs = { numbers: [pulumi.output("13105551212")], bulkLocal, bulkTollFree, allowPartial: true };
const support = new NumberOrder("support", args, { customTimeouts: { create: "20m" } });
const promo = new Keyword("promo", { keyword: pulumi.output("CHOCOLATE") } as KeywordArgs, { protect: true });

const anyLocal: LocalNumberArgs = { region };
const deskArgs: PhoneNumberArgs = { local: anyLocal };
const desk = new PhoneNumber("desk", deskArgs, { protect: true });
new PhoneNumber("free", { tollFree: true });
new PhoneNumber("named", { number: support.acquiredNumbers[0], adoptOwned: true });

export const home: pulumi.Output<Region | undefined> = desk.region;
export const asked: pulumi.Output<LocalNumber | undefined> = desk.local;
export const digits: pulumi.Output<string> = PhoneNumber.get("there", "13105551212").number;
export const first: pulumi.Output<string | undefined> = support.acquiredNumbers.apply(([number]) => number);
export const orders: pulumi.Output<OrderRecord[]> = support.orders;
export const wanted: pulumi.Output<BulkLocal | undefined> = support.bulkLocal;
export const city: pulumi.Output<string | undefined> = support.bulkLocal.apply((bulk) => bulk?.region?.city);
export const tollFree: pulumi.Output<BulkTollFree | undefined> = support.bulkTollFree;
export const shortCode: pulumi.Output<string | undefined> = promo.shortCode;
export const where: Region = { city: "Seattle" };
export const same: NumberOrder = NumberOrder.get("same", "1428507003");

// @ts-expect-wrong
new NumberOrder("wrong", { bulkLocal: { count: "two" } });
// @ts-expect-wrong
new NumberOrder("wrong", { bulkLocal: { count: 2, region: { town: "Seattle" } } });
// @ts-expect-wrong
new Keyword("wrong", {});
// @ts-expect-wrong
new PhoneNumber("wrong", { tollFree: "yes" });
`;

/** The lines, counted from 0, in which the types must find something. */
export const mistakes = program
    .split("\n")
    .flatMap((line, index) => (line === "// @ts-expect-wrong" ? [index + 1] : []));

interface Finding {
    readonly file: string | undefined;
    readonly line: number;
    readonly message: string;
}

/** What the compiler finds in the program and in the types of this package; those of other packages are not ours. */
export function findingsOf(ts: typeof typescript, compiled: typescript.Program): Finding[] {
    const own = compiled
        .getSourceFiles()
        .filter(({ fileName }) => !fileName.includes("/node_modules/") || fileName.includes("/pulumi-callfire/dist/"));
    if (own.length < 5)
        throw new Error(`The package is not in the program: ${own.map((file) => file.fileName).join()}`);
    const diagnostics = own.flatMap((file) => [
        ...compiled.getSyntacticDiagnostics(file),
        ...compiled.getSemanticDiagnostics(file),
    ]);
    return [...compiled.getOptionsDiagnostics(), ...diagnostics].map(({ file, start = 0, messageText }) => ({
        file: file?.fileName,
        line: file === undefined ? -1 : ts.getLineAndCharacterOfPosition(file, start).line,
        message: ts.flattenDiagnosticMessageText(messageText, "\n"),
    }));
}
