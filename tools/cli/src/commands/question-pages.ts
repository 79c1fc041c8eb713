/** The options that narrow a list of questions to people, and all of its pages. */
import { StepId } from '@pitcrew/contracts';
import { CommandError } from './command-error.ts';

export type FilterOptions = { readonly workflow?: string; readonly step?: string; readonly all?: boolean };

const PAGE_SIZE = 200;
/** A list that is longer is cut: nobody reads it on a terminal. */
const PAGES_MAX = 50;

export function filterOf({ workflow, step, all = false }: FilterOptions) {
  const parsed = step === undefined ? undefined : StepId.safeParse(step);
  if (parsed?.success === false) throw new CommandError(`${step} is not the id of a step; one looks like s4`);
  return {
    ...(workflow && { workflow }),
    ...(parsed && { step: parsed.data }),
    includeDecided: all,
    pageSize: PAGE_SIZE,
  };
}

type Page<T> = { readonly items: readonly T[]; readonly nextPageToken: string };

export async function pagesOf<T>(read: (pageToken: string) => Promise<Page<T>>): Promise<readonly T[]> {
  const found: T[] = [];
  let pageToken = '';
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page = await read(pageToken);
    found.push(...page.items);
    pageToken = page.nextPageToken;
    if (pageToken === '') break;
  }
  return found;
}
