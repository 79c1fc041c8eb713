/** The commands of docs/deploy.md: values that the chart takes, and at the end of them an installation in which a run matters. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Container, containersOf, named } from './objects.ts';
import { chart, root } from './places.ts';
import { helm, parseObjects } from './render.ts';

const page = readFileSync(join(root, 'docs/deploy.md'), 'utf8');

/** What each command that installs or upgrades the crew sets, in the order of the page; an upgrade keeps what was set before. */
function settings(text: string): readonly (readonly string[])[] {
  const commands = text.replaceAll('\\\n', ' ').match(/^ {4}helm (install|upgrade) crew .*$/gm) ?? [];
  const sets = commands.map((command) => [...command.matchAll(/--set (\S+)/g)].map(([, value]) => value ?? ''));
  return sets.map((_own, index) => sets.slice(0, index + 1).flat());
}

async function gatewayOf(sets: readonly string[]): Promise<Container | undefined> {
  const told = sets.flatMap((set) => ['--set', set.replace('$REGISTRY', 'registry.example.com/agents')]);
  const { code, stdout, stderr } = await helm(['template', 'crew', chart, '--namespace', 'pitcrew', ...told]);
  if (code !== 0) throw new Error(stderr);
  return containersOf(named(parseObjects(stdout), 'Deployment/crew-gateway'))[0];
}

/** The number of copies of the log, and how NATS is reached. */
async function busOf(sets: readonly string[]): Promise<readonly unknown[]> {
  const gateway = await gatewayOf(sets);
  return ['PITCREW_NATS_REPLICAS', 'PITCREW_NATS_URL'].map(
    (wanted) => gateway?.env?.find(({ name }) => name === wanted)?.value,
  );
}

it('lead from one copy of the log to three, and to TLS', async () => {
  const steps = await Promise.all(settings(page).map(busOf));
  expect(steps[0]).toEqual(['1', 'nats://nats:4222']);
  expect(steps.at(-1)).toEqual(['3', 'tls://nats:4222']);
});

it('would be found to end at one copy', async () => {
  const forgetful = page.replace('--set nats.servers=3 --set nats.streamReplicas=3', '');
  expect(await busOf(settings(forgetful).at(-1) ?? [])).toEqual(['1', 'tls://nats:4222']);
});
