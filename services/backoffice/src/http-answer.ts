/** What an HTTP request is answered with; a body is sent as JSON. */
export type HttpAnswer = { readonly status: number; readonly body?: unknown };
