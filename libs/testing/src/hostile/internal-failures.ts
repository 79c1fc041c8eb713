/** What a service failed at without having foreseen it, from its log: lines that carry a stack. Each failure once, with where it came from. */

type Line = {
  readonly message?: string;
  readonly 'rpc.method'?: string;
  readonly 'exception.stacktrace'?: string;
};

export const internalFailuresIn = (log: string): readonly string[] => [
  ...new Set(log.split('\n').map(lineOf).flatMap(failureIn)),
];

/** Of the stack only its first place: the same failure may be reached by many ways. */
function failureIn(line: Line): readonly string[] {
  const { message = '', 'rpc.method': method = 'nobody called', 'exception.stacktrace': stack } = line;
  if (stack === undefined) return [];
  const place = stack.split('\n').find((text) => /^\s+at /.test(text));
  return [`${method}: ${message} ${place?.trim() ?? ''}`.trim()];
}

/** Lines that are not our own, such as those of Node or of a native library, say nothing here. */
function lineOf(text: string): Line {
  if (!text.startsWith('{')) return {};
  try {
    return JSON.parse(text) as Line;
  } catch {
    return {};
  }
}
