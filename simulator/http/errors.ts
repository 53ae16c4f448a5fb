/** What a route throws to answer with a ResourceException. */
export class ApiError extends Error {
    constructor(
        readonly status: number,
        message: string,
        readonly headers: Readonly<Record<string, string>> = {},
    ) {
        super(message);
        this.name = "ApiError";
    }
}

export function badRequest(message: string): ApiError {
    return new ApiError(400, message);
}

export function notFound(message: string): ApiError {
    return new ApiError(404, message);
}
