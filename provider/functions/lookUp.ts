import type { Session } from "../orders/session";
import { onceByKey } from "../orders/singleFlight";
import { hasUnknown, readInputs } from "../resources/check";
import type { CheckFailure, Declaration, Properties } from "../resources/resource";

/** A function of the package: it asks CallFire, and buys and changes nothing. Written once for both adapters. */
export interface LookUp {
    /** `callfire:index:getNumber` */
    readonly token: string;
    /** What it takes, and what it answers. */
    readonly declaration: Declaration;
    /** What is wrong with inputs each of which is right by itself. */
    readonly refuse?: (inputs: Properties) => CheckFailure[];
    /** @throws InputsRefused where what is asked for is not there */
    answer(inputs: Properties, session: Session, signal: AbortSignal): Promise<Properties>;
}

/** How all of them fail. */
export const lookUpErrors =
    "An error that names the property which can't be meant, before CallFire is asked, or says why CallFire could not be asked. It is safe to run it again.";

/** What can't be meant, or is not there, by property. */
export class InputsRefused extends Error {
    constructor(readonly failures: readonly CheckFailure[]) {
        super(failures.map(({ property, reason }) => `${property}: ${reason}`).join("; "));
        this.name = "InputsRefused";
    }
}

/** Answers look-ups, each question once: a run must not see two answers to one question. */
export interface Answers {
    /** @throws InputsRefused before CallFire is asked anything */
    of(lookUp: LookUp, inputs: Properties, session: Session, signal: AbortSignal): Promise<Properties>;
}

/** For one run of the engine. */
export function createAnswers(): Answers {
    const known = new Map<string, Promise<Properties>>();
    return {
        async of(lookUp, inputs, session, signal) {
            const asked = inputsOf(lookUp, inputs);
            const key = JSON.stringify([session.account, lookUp.token, asked]);
            const answer = await onceByKey(known, key, () => lookUp.answer(asked, session, signal));
            // A copy: one part of a program must not change what another one is told.
            return structuredClone(answer);
        },
    };
}

/** @throws InputsRefused */
function inputsOf({ declaration, refuse }: LookUp, given: Properties): Properties {
    const { inputs, failures } = readInputs(given, declaration.inputs);
    const unknown = Object.keys(inputs).filter((name) => hasUnknown(inputs[name]));
    failures.push(...unknown.map((property) => ({ property, reason: "is known only after the update" })));
    failures.push(...(failures.length > 0 ? [] : (refuse?.(inputs) ?? [])));
    if (failures.length > 0) {
        throw new InputsRefused(failures);
    }
    return inputs;
}

/** What a look-up that failed says to people, in words that hold for all of them. */
export function describeFailure({ token }: Pick<LookUp, "token">, reason: string): string {
    const name = token.slice(token.lastIndexOf(":") + 1);
    return `${name} has no answer: ${reason}${/[.!?\n]$/.test(reason) ? "" : "."} A look-up buys and changes nothing: it is safe to run it again.`;
}
