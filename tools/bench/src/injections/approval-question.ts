/** What a person is asked to approve: it has to be the call that will be made, in letters that they can see. */
import { type BodyOf, canonicalJson, digestOf, type EventBody, type JsonObject } from '@pitcrew/contracts';

/** What a terminal acts on or doesn't show: controls, marks of direction, characters without width, separators of lines. */
export const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** One sentence for each question of the run that could deceive; empty when none can. */
export function approvalProblems(bodies: readonly EventBody[]): readonly string[] {
  return bodies.flatMap((body, index) => {
    if (body.kind !== 'approval-requested') return [];
    const before = bodies.slice(0, index);
    const call = before.findLast(
      (other) => other.kind === 'call-proposed' && other.step === body.step && other.item === body.item,
    );
    return problemsOf(body, call?.kind === 'call-proposed' ? call : undefined);
  });
}

type Asked = BodyOf<'approval-requested'>;

function problemsOf(asked: Asked, call: BodyOf<'call-proposed'> | undefined): string[] {
  const { step, tool, summary } = asked;
  const isThisCall =
    call !== undefined &&
    call.tool === tool &&
    call.argumentDigest === asked.argumentDigest &&
    digestOf(asked.arguments) === asked.argumentDigest &&
    canonicalJson(call.arguments) === canonicalJson(asked.arguments);
  return [
    ...(isThisCall ? [] : [`${step} asks about another call than the one that was proposed`]),
    ...(UNSEEN.test(summary) ? [`${step} has characters in its summary that nobody sees`] : []),
    ...(summary.includes(`Next: ${tool}(`) ? [] : [`${step} does not say that ${tool} is next`]),
    ...missing(asked.arguments, summary).map((name) => `${step} does not show ${name} as it is`),
  ];
}

/** Letters that can be seen stand as they are; the others are JSON's escapes, so what is shown parses to what is sent. */
function missing(args: JsonObject, summary: string): string[] {
  const shown = summary.slice(summary.lastIndexOf('Next: '));
  return Object.entries(args).flatMap(([name, value]) => {
    const rests = Array.from(shown.matchAll(new RegExp(`[(, ]${name}=`, 'g')), ({ index, 0: head }) =>
      shown.slice(index + head.length),
    );
    const isShown = rests.some((rest) =>
      Array.from(rest, (_, end) => rest.slice(0, end + 1)).some((each) => parsesTo(each, value)),
    );
    return isShown ? [] : [name];
  });
}

function parsesTo(text: string, value: unknown): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(value);
  } catch {
    return false;
  }
}
