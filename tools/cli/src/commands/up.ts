/** Brings the crew up for development, with as many replicas of each service as asked for, until Ctrl-C. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLES } from '@pitcrew/rpc';
import type { CrewIdentity } from '../crew/identity.ts';
import { isMember, MEMBERS, type MemberName } from '../crew.ts';
import { howToReach } from '../demo/how-to-reach.ts';
import { SCRAPED, startVisibly } from '../demo/start-up.ts';
import { stayUp } from '../demo/stay-up.ts';
import { CommandError } from './command-error.ts';
import { TENANT_DEFAULT } from './gateway-target.ts';
import type { OwnOptions } from './options.ts';
import { say, whoAmI } from './terminal.ts';

export type UpOptions = {
  readonly replicas: readonly string[];
  readonly directory?: string;
  readonly control?: boolean;
  readonly identity?: boolean;
  readonly nats: number;
} & OwnOptions;

export async function up({ replicas, directory, control = false, identity, nats, ...own }: UpOptions): Promise<number> {
  const { workflows, models, toolsUrl } = own;
  const theirs = { workflows, models, toolsUrl };
  await using crew = await startVisibly({
    replicas: { 'nats-server': nats, ...parseReplicas(replicas) },
    directory,
    control,
    identity,
    jaeger: true,
    environment: SCRAPED,
    ...theirs,
  });
  const { gateway, directory: place, traces, metrics } = crew;
  const caller = crew.identity && (await commandLineIdentity(crew.identity));
  say(howToReach({ gateway, directory: place, traces, metrics, tenant: TENANT_DEFAULT, caller }).join('\n'));
  say();
  say(`export PITCREW_GATEWAY=${gateway}`);
  say(`export PITCREW_BUDGET=${crew.addresses.budget}`);
  for (const [name, value] of Object.entries(caller ?? {})) say(`export ${name}=${value}`);
  say(`export PITCREW_NATS_URL=${crew.natsUrl}`);
  if (control && toolsUrl === undefined) say(`export PITCREW_BACKOFFICE_CONTROL_URL=${crew.controlUrl}`);
  // Awaited here: returning the promise would stop the crew first.
  return await stayUp(crew, 0);
}

/** What commands show in another terminal: an operator's certificate, and a token of the usual tenant in all roles. */
async function commandLineIdentity({ folder, operator, token }: CrewIdentity): Promise<NodeJS.ProcessEnv> {
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, await token({ tenant: TENANT_DEFAULT, roles: ROLES, subject: whoAmI() }), { mode: 0o600 });
  return { ...operator, PITCREW_TOKEN_FILE: tokenFile, PITCREW_IDENTITY_DIR: folder };
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
