/** How to reach a crew that stays up, in commands to copy. */
import { shellQuoted } from '../commands/shell-quoted.ts';
import type { Crew } from '../crew.ts';

export type Reachable = Pick<Crew, 'gateway' | 'directory' | 'metrics'> & {
  readonly tenant: string;
  /** The environment of a caller, where callers have to say who they are. */
  readonly caller?: NodeJS.ProcessEnv | undefined;
  readonly traces?: { readonly otlp: string; readonly page?: string | undefined } | undefined;
};

export function howToReach({ gateway, directory, tenant, traces, metrics, caller }: Reachable): string[] {
  const body = JSON.stringify({
    tenant,
    request_id: 'my-first',
    request: "Quote shipping for order 4522, don't confirm it",
  });
  const { PITCREW_TLS_CA_FILE: ca, PITCREW_TOKEN_FILE: token } = caller ?? {};
  const how = caller === undefined ? '-plaintext' : `-cacert ${ca} -H "authorization: Bearer $(cat ${token})"`;
  return [
    'The crew stays up.',
    `  gRPC      grpcurl ${how} -d ${shellQuoted(body)} ${gateway} pitcrew.gateway.v1.GatewayService/SubmitRun`,
    `            grpcurl ${how} ${gateway} list`,
    `  runs      npx pitcrew runs list --tenant ${shellQuoted(tenant)} --gateway ${gateway}${caller === undefined ? '' : '  # with the exports below'}`,
    `  logs      ${directory}/logs`,
    `  frontier  ${process.env.PITCREW_FRONTIER_PROVIDER || 'off: no provider is configured (docs/hybrid.md)'}`,
    `  traces    ${tracesText(traces)}`,
    `  metrics   http://${metrics('orchestrator')}/metrics, and one of each service: the first line of its log says where`,
    '  stop      Ctrl-C',
  ];
}

function tracesText(traces: Reachable['traces']): string {
  if (traces === undefined) return 'off: no jaeger is on the PATH, and no OTEL_EXPORTER_OTLP_ENDPOINT is set';
  return `OTLP at ${traces.otlp}${traces.page === undefined ? '' : `, Jaeger at ${traces.page}`}`;
}
