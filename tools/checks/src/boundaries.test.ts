/** The law of imports is alive: it reads this repository's modules, and it reports every violation planted to be found. */
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { cruiseTree } from './cruise.ts';
import { root } from './repository.ts';

const planted = await cruiseTree(join(root, 'tools/checks/planted'));
const rules = (planted.summary.ruleSetUsed?.forbidden ?? []).map((rule) => rule.name ?? 'unnamed');

it('knows the rules', () => {
  expect(rules.length).toBeGreaterThan(15);
});

it.each(rules)('reports the planted violation of %s', (rule) => {
  const reported = planted.summary.violations.filter((violation) => violation.rule.name === rule);
  expect(reported.map(({ from }) => basename(from, '.ts').replace('-back', ''))).toContain(rule);
});

it('finds the modules of this repository, with their imports across packages, and nothing to report', async () => {
  const { modules, summary } = await cruiseTree();
  const orchestrator = modules.filter(({ source }) => source.startsWith('services/orchestrator/'));
  expect(summary.totalCruised).toBeGreaterThan(200);
  expect(orchestrator.flatMap(({ dependencies }) => dependencies.map(({ resolved }) => resolved))).toContain(
    'libs/run/src/index.ts',
  );
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
});
