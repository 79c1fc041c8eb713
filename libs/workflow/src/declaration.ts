/** What a tool takes and gives, as a person sees it who answers in its place. Nothing is known of a tool that no pack declares. */
import type { DeclaredArgument, DeclaredType, ToolDeclaration } from '@pitcrew/contracts';
import { type Argument, type Pack, toolOf } from './pack.ts';

export function declarationOf(pack: Pack | undefined, name: string): ToolDeclaration {
  const tool = pack && toolOf(pack, name);
  if (tool === undefined) return { arguments: {}, result: {} };
  const taken = Object.entries(tool.arguments).map(([argument, declared]) => [argument, told(declared)] as const);
  return { arguments: Object.fromEntries(taken), result: tool.result as Record<string, DeclaredType> };
}

/** Where a value usually comes from is the crew's business: a person may give any. */
const told = ({ type, values, minimum, maximum, optional }: Argument): DeclaredArgument => ({
  type,
  ...(values && { values: [...values] }),
  ...(minimum !== undefined && { minimum }),
  ...(maximum !== undefined && { maximum }),
  optional,
});
