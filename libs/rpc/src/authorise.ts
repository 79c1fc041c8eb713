/**
 * Which part of the crew may call which: the one table of it. The specialists and the ledger are called by the orchestrator
 * alone; what operators do with the budget, only they may. The gateway's door is for whoever has a token. A service that is not
 * in the table may be called by nobody. Pure.
 */
import {
  budgetService,
  executorService,
  frontierService,
  gatewayService,
  plannerService,
  routerService,
  type Service,
  validatorService,
} from '@pitcrew/contracts';
import { isInOwnDomain, type PeerIdentity } from './peer-identity.ts';

/** By rpc, where they differ. `anybody`: no certificate is asked for, because a token says who calls. */
type Callers = 'anybody' | readonly string[] | Readonly<Record<string, readonly string[]>>;

const CALLERS: Readonly<Record<string, Callers>> = {
  [gatewayService.name]: 'anybody',
  [routerService.name]: ['orchestrator'],
  [plannerService.name]: ['orchestrator'],
  [executorService.name]: ['orchestrator'],
  [validatorService.name]: ['orchestrator'],
  [frontierService.name]: ['orchestrator'],
  [budgetService.name]: {
    Reserve: ['orchestrator'],
    Settle: ['orchestrator'],
    Release: ['orchestrator'],
    GetSpend: ['operator'],
    SetLimit: ['operator'],
  },
};

/** `pitcrew.router.v1.RouterService` is served by the part `router`. */
export const partOf = (service: Pick<Service, 'name'>): string => service.name.split('.').at(-3) ?? '';

/** All names that a certificate of the crew may bear. */
export const PARTS: ReadonlySet<string> = new Set([
  ...Object.keys(CALLERS).map((name) => partOf({ name })),
  'orchestrator',
  'operator',
]);

export type Ruling =
  | { readonly kind: 'allowed' }
  /** Nobody was proved to call. */
  | { readonly kind: 'unknown-caller' }
  | { readonly kind: 'refused' };

/** `method` is `pitcrew.router.v1.RouterService/Route`; `own` is who this server is. */
export function rulingOn(method: string, caller: PeerIdentity | undefined, own: PeerIdentity | undefined): Ruling {
  const callers = callersOf(method);
  if (callers === 'anybody') return { kind: 'allowed' };
  if (caller === undefined) return { kind: 'unknown-caller' };
  const isAllowed = callers.includes(caller.part) && isInOwnDomain(caller, own);
  return { kind: isAllowed ? 'allowed' : 'refused' };
}

/** A server of the crew wants certificates, unless all that it serves is for anybody. */
export const wantsCertificates = (services: readonly Pick<Service, 'name'>[]): boolean =>
  services.length === 0 || services.some(({ name }) => CALLERS[name] !== 'anybody');

function callersOf(method: string): 'anybody' | readonly string[] {
  const [service = '', rpc = ''] = method.split('/');
  const callers = CALLERS[service] ?? [];
  return isByRpc(callers) ? (callers[rpc] ?? []) : callers;
}

const isByRpc = (callers: Callers): callers is Readonly<Record<string, readonly string[]>> =>
  typeof callers === 'object' && !Array.isArray(callers);
