/**
 * What a specialist's training depends on of a pack: names and types of its tools' arguments and results, the template
 * plan, its variations and the conditions that a request may set. Titles, questions, effect classes, approvals and the
 * prefixes of ids may change without a new training.
 */
import { type Digest, digestOf, type JsonValue } from '@pitcrew/contracts';
import type { Pack } from './pack.ts';

/** Pack -> digest of its tool schemas and plans. */
export type Catalogue = Readonly<Record<string, Digest>>;

export const catalogueOf = (packs: readonly Pack[]): Catalogue =>
  Object.fromEntries(packs.map((pack) => [pack.name, schemasDigest(pack)]));

/** Throws before any run fails: models answer in the names that they were taught. Nothing to compare with: any pack will do. */
export function checkCatalogue(role: string, packs: readonly Pack[], trainedOn: Catalogue | undefined): void {
  if (trainedOn === undefined) return;
  const strange = Object.entries(catalogueOf(packs)).filter(([name, digest]) => trainedOn[name] !== digest);
  if (strange.length === 0) return;
  const told = strange.map(([name]) => (name in trainedOn ? `${name} has changed since` : `${name} is new to it`));
  throw new Error(
    `the ${role} is not trained for this catalogue: ${told.join(', ')}. Train it on these packs (npm run train)`,
  );
}

function schemasDigest({ tools, order, template, variations, conditions }: Pack): Digest {
  const schemas = Object.values(tools).map(({ name, needs, arguments: taken, result }) => ({
    name,
    needs,
    taken: Object.fromEntries(Object.entries(taken).map(([argument, { prefix: _, ...taught }]) => [argument, taught])),
    result,
  }));
  return digestOf(JSON.parse(JSON.stringify({ schemas, order, template, variations, conditions })) as JsonValue);
}
