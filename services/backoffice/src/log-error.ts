/** What nobody foresaw, as one JSON line on standard error. The stack is for whoever mends it; no caller ever sees it. */
export function logError(error: unknown): void {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  console.error(
    JSON.stringify({ time: new Date().toISOString(), level: 'error', service: 'backoffice', message, stack }),
  );
}
