/** Where a PromQL expression cannot be parsed, by the grammar that Prometheus' own pages use. Pure. */
import { parser } from '@prometheus-io/lezer-promql';

/** What the parser could make nothing of, with the place in the text; none when all is understood. */
export function promqlProblems(expression: string): readonly string[] {
  const problems: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) problems.push(`at ${from}: ${JSON.stringify(expression.slice(from, Math.max(to, from + 10)))}`);
    },
  });
  return problems;
}
