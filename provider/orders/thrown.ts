// What was thrown may be anything; nearly always it is an Error, and one of the system's has a code.

export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

export function codeOf(error: unknown): unknown {
    return error instanceof Error && "code" in error ? error.code : undefined;
}
