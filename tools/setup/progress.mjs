/** One line that says what is being done and for how long: it counts on a terminal, and is written once in a log. */
export async function withProgress(what, work) {
  const from = Date.now();
  const line = () => `${what}... ${Math.round((Date.now() - from) / 1000)} s`;
  const terminal = process.stderr.isTTY === true;
  if (!terminal) process.stderr.write(`${what}...\n`);
  const timer = terminal ? setInterval(() => process.stderr.write(`\r${line()}`), 500) : undefined;
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (terminal) process.stderr.write(`\r${line()}\n`);
  }
}
