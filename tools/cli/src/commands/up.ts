/** Brings the crew up for development, with as many replicas of each service as asked for, until Ctrl-C. */
import { isMember, MEMBERS, type MemberName } from '../crew.ts';
import { howToReach } from '../demo/how-to-reach.ts';
import { startVisibly } from '../demo/start-up.ts';
import { stayUp } from '../demo/stay-up.ts';
import { CommandError } from './command-error.ts';
import { TENANT_DEFAULT } from './gateway-target.ts';
import type { OwnOptions } from './options.ts';
import { say } from './terminal.ts';

export type UpOptions = {
  readonly replicas: readonly string[];
  readonly directory?: string;
  readonly control?: boolean;
  readonly nats: number;
} & OwnOptions;

export async function up({ replicas, directory, control = false, nats, ...own }: UpOptions): Promise<number> {
  const { workflows, models, toolsUrl } = own;
  const theirs = { workflows, models, toolsUrl };
  await using crew = await startVisibly({
    replicas: { 'nats-server': nats, ...parseReplicas(replicas) },
    directory,
    control,
    jaeger: true,
    ...theirs,
  });
  const { gateway, traces } = crew;
  say(howToReach({ gateway, directory: crew.directory, traces, tenant: TENANT_DEFAULT }).join('\n'));
  say();
  say(`export PITCREW_GATEWAY=${gateway}`);
  say(`export PITCREW_BUDGET=${crew.addresses.budget}`);
  if (control && toolsUrl === undefined) say(`export PITCREW_BACKOFFICE_CONTROL_URL=${crew.controlUrl}`);
  // Awaited here: returning the promise would stop the crew first.
  return await stayUp(crew, 0);
}

/** `orchestrator=2` */
export function parseReplicas(texts: readonly string[]): Partial<Record<MemberName, number>> {
  const replicas: Partial<Record<MemberName, number>> = {};
  for (const text of texts.flatMap((list) => list.split(','))) {
    const [, name = '', count = ''] = /^([a-z-]+)=(\d+)$/.exec(text) ?? [];
    if (!isMember(name)) throw new CommandError(`${text}: write SERVICE=COUNT with one of ${MEMBERS.join(', ')}`);
    replicas[name] = Number(count);
  }
  return replicas;
}
