/**
 * What must hold between the fields of a pack, so that every later use of it is safe without a check of its own: names
 * point at something, the plan is in topological order, every variation is a plan within the bounds.
 */
import { declares } from './declares.ts';
import { isIdentifier } from './identifier.ts';
import { type ListType, type ScalarType, STEPS_MAX } from './pack.ts';
import { type PackFile, phraseOf } from './pack-file.ts';
import { probeProblems, probesOf } from './probe-problems.ts';
import type { Problem } from './problem.ts';
import { asList, declaredTypeFits } from './reference-candidates.ts';

/** The first entry is the one to mend first; empty means that the pack is sound. */
export const brokenRules = (file: PackFile): readonly Problem[] => [
  // First, for a probe that is misspelt leaves its tool outside the plan.
  ...probeProblems(file),
  ...planProblems(file),
  ...needsProblems(file),
  ...phraseProblems(file),
  ...Object.entries(file.tools).flatMap(([name, tool]) => toolProblems(name, tool)),
  ...variationProblems(file),
  ...templateProblems(file),
  ...bindingProblems(file),
  ...conditionProblems(file),
  ...vitalProblems(file),
];

const orderOf = ({ plan }: PackFile): string[] => plan.map(({ tool }) => tool);

function planProblems(file: PackFile): Problem[] {
  const { tools } = file;
  const plan = orderOf(file);
  const stepProblem = (tool: string, index: number): Problem[] => {
    const path = ['plan', index];
    if (!Object.hasOwn(tools, tool)) return [{ path, message: `there is no tool ${tool} under tools` }];
    if (plan.indexOf(tool) !== index) return [{ path, message: `${tool} is in the plan twice` }];
    return [];
  };
  const asked = probesOf(file);
  const unplanned = Object.keys(tools).filter((tool) => !plan.includes(tool) && !asked.has(tool));
  return [
    ...plan.flatMap(stepProblem),
    ...unplanned.map((tool) => ({ path: ['tools', tool], message: `${tool} is not in the plan; add it or delete it` })),
  ];
}

/** Each need stands earlier in the plan; together with planProblems this also rules out a circle. */
function needsProblems(file: PackFile): Problem[] {
  const { tools } = file;
  const plan = orderOf(file);
  return Object.entries(tools).flatMap(([name, tool]) =>
    tool.needs.flatMap((need, index): Problem[] => {
      const path = ['tools', name, 'needs', index];
      if (!Object.hasOwn(tools, need)) return [{ path, message: `there is no tool ${need} under tools` }];
      if (plan.indexOf(need) < plan.indexOf(name)) return [];
      return [{ path, message: `${name} needs ${need}, so the plan must have ${need} first` }];
    }),
  );
}

/** A scratchpad is read back by its phrases. */
function phraseProblems({ tools }: PackFile): Problem[] {
  const phrases = Object.entries(tools).map(([name, { phrase }]) => phrase ?? phraseOf(name));
  return Object.keys(tools).flatMap((name, index): Problem[] => {
    const first = phrases.indexOf(phrases[index] ?? '');
    if (first === index) return [];
    const message = `${Object.keys(tools)[first]} has the same phrase; say it in other words`;
    return [{ path: ['tools', name, 'phrase'], message }];
  });
}

function toolProblems(name: string, tool: PackFile['tools'][string]): Problem[] {
  const problems: Problem[] = [];
  const add = (path: readonly string[], message: string) => problems.push({ path: ['tools', name, ...path], message });
  for (const [key, { type, values, minimum, maximum, prefix }] of Object.entries(tool.arguments)) {
    if (type === 'enum' && values === undefined) add(['arguments', key], 'an enum lists its values');
    if (type !== 'enum' && values !== undefined) add(['arguments', key, 'values'], 'only an enum has values');
    const ranged = minimum !== undefined || maximum !== undefined;
    if (ranged && type !== 'integer' && type !== 'number') add(['arguments', key], 'only a number has a range');
    if (minimum !== undefined && maximum !== undefined && minimum > maximum)
      add(['arguments', key, 'maximum'], 'the maximum is below the minimum');
    if (prefix !== undefined && (type !== 'string' || !isIdentifier(key)))
      add(['arguments', key, 'prefix'], 'only a string called id or ..._id has a prefix');
  }
  if (tool.holds && !Object.hasOwn(tool.result, tool.holds.reference))
    add(['holds', 'reference'], `${tool.holds.reference} is not a path of this tool's result`);
  const stakes = tool.high_stakes;
  if (typeof stakes === 'object' && !Object.hasOwn(tool.arguments, stakes.argument))
    add(['high_stakes', 'argument'], `${stakes.argument} is not an argument of this tool`);
  return problems;
}

function variationProblems(file: PackFile): Problem[] {
  const { variations } = file;
  const plan = orderOf(file);
  if (Object.keys(variations).length === 0)
    return [{ path: ['variations'], message: 'declare at least one variation' }];
  return Object.entries(variations).flatMap(([name, { without }]): Problem[] => {
    const path = ['variations', name, 'without'];
    const unknown = without.findIndex((tool) => !plan.includes(tool));
    if (unknown >= 0) return [{ path: [...path, unknown], message: `${without[unknown]} is not in the plan` }];
    const steps = plan.length - new Set(without).size;
    if (steps === 0) return [{ path, message: 'a variation keeps at least one step' }];
    if (steps > STEPS_MAX) return [{ path, message: `${steps} steps; a plan has at most ${STEPS_MAX}` }];
    return [];
  });
}

function vitalProblems({ vital, tools }: PackFile): Problem[] {
  const fromRequest = (name: string) =>
    Object.values(tools).some((tool) => Object.hasOwn(tool.arguments, name) && tool.arguments[name]?.from !== 'result');
  return Object.keys(vital)
    .filter((name) => !fromRequest(name))
    .map((name) => ({ path: ['vital', name], message: `no tool takes ${name} from the request` }));
}

type PlanEntry = PackFile['plan'][number];

/** A list or a condition is read from a result that is surely there: of a tool that this one waits for, in every variation. */
function templateProblems(file: PackFile): Problem[] {
  return file.plan.flatMap((entry, index) => [
    ...pathProblems(file, entry, index, 'for_each', entry.for_each),
    ...pathProblems(file, entry, index, 'when', entry.when?.reference),
  ]);
}

function pathProblems(
  file: PackFile,
  { tool }: PlanEntry,
  index: number,
  usage: 'for_each' | 'when',
  reference: string | undefined,
): Problem[] {
  if (reference === undefined) return [];
  const path = ['plan', index, usage];
  const [source = '', ...fields] = reference.split('.');
  if (!waitsFor(file, tool, source))
    return [{ path, message: `${tool} doesn't wait for ${source}; add it to the needs of ${tool}` }];
  if (!declares(file.tools[source]?.result ?? {}, fields.join('.'), usage))
    return [
      { path, message: `${source} declares no ${usage === 'when' ? 'single value' : 'list'} at ${fields.join('.')}` },
    ];
  return Object.entries(file.variations)
    .filter(([, { without }]) => without.includes(source) && !without.includes(tool))
    .map(([name]) => ({
      path: ['variations', name, 'without'],
      message: `${tool} stays, but its ${usage} reads a result of ${source}`,
    }));
}

/** A binding reads a result that is there when the step begins, or the element of the step's own `for_each`. */
function bindingProblems(file: PackFile): Problem[] {
  return Object.entries(file.tools).flatMap(([name, tool]) =>
    Object.entries(tool.arguments).flatMap(([key, { type, from }]): Problem[] => {
      const path = ['tools', name, 'arguments', key, 'from'];
      if (from === 'item') {
        const repeated = file.plan.some((entry) => entry.tool === name && entry.for_each !== undefined);
        return repeated ? [] : [{ path, message: `${name} runs once, so there is no item; give its step a for_each` }];
      }
      if (from === undefined || !from.includes('.')) return [];
      const [source = '', ...fields] = from.split('.');
      if (!waitsFor(file, name, source))
        return [{ path, message: `${name} doesn't wait for ${source}; add it to the needs of ${name}` }];
      const given = typeOfResult(file, source, fields.join('.'));
      if (given === undefined) return [{ path, message: `${source} declares no result ${fields.join('.')}` }];
      return declaredTypeFits(type, given) ? [] : [{ path, message: `${key} takes ${type}, but ${from} is ${given}` }];
    }),
  );
}

/** A path through a list stands for a list, and so does any path into the results of a `for_each`. */
function typeOfResult({ tools, plan }: PackFile, source: string, path: string): ScalarType | ListType | undefined {
  const result = tools[source]?.result ?? {};
  const type = Object.hasOwn(result, path) ? result[path] : undefined;
  const isRepeated = plan.some((entry) => entry.tool === source && entry.for_each !== undefined);
  return type !== undefined && (isRepeated || path.includes('[]')) ? asList(type) : type;
}

/** A condition of a request reads one value. In a variation without the step, or what it would read, it can't be put. */
function conditionProblems(file: PackFile): Problem[] {
  return file.conditions.flatMap(({ tool, reference, values }, index) => {
    if (!Object.hasOwn(file.tools, tool))
      return [{ path: ['conditions', index, 'tool'], message: `there is no tool ${tool} under tools` }];
    const [problem] = pathProblems(file, { tool }, 0, 'when', reference).filter(({ path }) => path[0] === 'plan');
    if (problem !== undefined) return [{ ...problem, path: ['conditions', index, 'reference'] }];
    const [source = '', ...fields] = reference.split('.');
    const type = file.tools[source]?.result[fields.join('.')];
    if (type === 'boolean')
      return [
        { path: ['conditions', index, 'reference'], message: `${reference} is true or false; no request says it` },
      ];
    const isText = type === 'string';
    if (isText === values.length > 0) return [];
    const message = isText ? 'list the values that a text may be compared with' : 'only a text is compared with values';
    return [{ path: ['conditions', index, 'values'], message }];
  });
}

/** Needs stand earlier in the plan (needsProblems), so this ends. */
const waitsFor = (file: PackFile, tool: string, source: string): boolean =>
  (file.tools[tool]?.needs ?? []).some((need) => need === source || waitsFor(file, need, source));
