/**
 * When a tool's probe is sound: it only reads, it can be asked with what is known of the call, it says yes or no, and its answer
 * holds what later steps take from the tool's own.
 */
import type { PackFile } from './pack-file.ts';
import type { Problem } from './problem.ts';

export const probeProblems = (file: PackFile): Problem[] =>
  Object.keys(file.tools).flatMap((name) =>
    problemsOf(file, name).map((problem) => ({ ...problem, path: ['tools', name, 'probe', ...problem.path] })),
  );

/** Tools that are there to be asked, and need not be steps of the plan. */
export const probesOf = ({ tools }: PackFile): ReadonlySet<string> =>
  new Set(Object.values(tools).flatMap(({ probe }) => (probe === undefined ? [] : [probe.tool])));

function problemsOf({ tools }: PackFile, name: string): Problem[] {
  const tool = tools[name];
  const asked = tool?.probe;
  if (tool === undefined || asked === undefined) return [];
  if (tool.effect !== 'irreversible')
    return [
      { path: [], message: `${name} is ${tool.effect}, so it is repeated; only an irreversible tool needs a probe` },
    ];
  const probe = Object.hasOwn(tools, asked.tool) ? tools[asked.tool] : undefined;
  if (probe === undefined) return [{ path: ['tool'], message: `there is no tool ${asked.tool} under tools` }];
  if (probe.effect !== 'read') return [{ path: ['tool'], message: `${asked.tool} is not a read` }];
  if (probe.result[asked.field] !== 'boolean')
    return [{ path: ['field'], message: `${asked.field} is not a boolean in the result of ${asked.tool}` }];
  const unknown = Object.entries(probe.arguments).find(
    ([key, { type, optional }]) => !optional && tool.arguments[key]?.type !== type,
  );
  if (unknown) return [{ path: ['tool'], message: `${asked.tool} takes ${unknown[0]}, which ${name} does not` }];
  const missing = Object.entries(tool.result).find(([path, type]) => probe.result[path] !== type);
  return missing === undefined
    ? []
    : [{ path: ['tool'], message: `${asked.tool} does not give ${missing[0]}, which ${name} gives` }];
}
