/**
 * The trace of an order, as whoever keeps traces has it: Jaeger by its query API, where its binary is on the PATH; else the receiver of
 * our tests stands in. The run says which of them was asked.
 */
import { type OtlpReceiver, startOtlpReceiver } from '@pitcrew/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type Crew, startCrew } from '../crew.ts';
import { openTenant } from '../tenant.ts';
import { onPath, pathOf } from './nats-server.ts';

const RUN_MS_MAX = 60_000;
const TRACE_MS_MAX = 20_000;

type Kept = { readonly service: string; readonly name: string };

const JaegerAnswer = z.object({
  data: z.array(
    z.object({
      spans: z.array(z.object({ operationName: z.string(), processID: z.string() })),
      processes: z.record(z.string(), z.object({ serviceName: z.string() })),
    }),
  ),
});

const jaeger = onPath('jaeger', pathOf(process.env));
let receiver: OtlpReceiver;
let crew: Crew;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: jaeger === undefined ? receiver.endpoint : '' };
  crew = await startCrew({ jaeger: true, environment });
});
afterAll(async () => {
  await crew?.stop();
  await receiver?.close();
});

async function kept(traceId: string): Promise<readonly Kept[]> {
  if (jaeger === undefined) return receiver.spans().filter((span) => span.traceId === traceId);
  const response = await fetch(`${crew.traces?.page}/api/traces/${traceId}`);
  // Spans reach its store some time after they reach it.
  if (response.status === 404) return [];
  const { data } = JaegerAnswer.parse(await response.json());
  return data.flatMap(({ spans, processes }) =>
    spans.map(({ operationName: name, processID }) => ({ name, service: processes[processID]?.serviceName ?? '' })),
  );
}

it(`an order is found by its trace id (asked: ${jaeger ?? 'the receiver of the tests, for no jaeger is on the PATH'})`, async () => {
  using tenant = await openTenant(crew);
  const run = await tenant.submit('Process order #4521 for customer acme-corp');
  const events = await tenant.finished(run, AbortSignal.timeout(RUN_MS_MAX));
  const [, traceId = ''] = events[0]?.event.traceparent.split('-') ?? [];
  const found = async () => (await kept(traceId)).map(({ service, name }) => `${service}: ${name.replace(/@.*/, '')}`);
  await expect
    .poll(found, { timeout: TRACE_MS_MAX, interval: 250 })
    .toEqual(
      expect.arrayContaining([
        'gateway: submit_run',
        'orchestrator: invoke_workflow order-processing',
        'router: chat all-minilm-l6-v2+router',
        'planner: chat all-minilm-l6-v2+planner',
        'executor: chat smollm2-135m-instruct+executor',
        'executor: execute_tool confirm_order',
        'validator: chat all-minilm-l6-v2+validator',
        'backoffice: execute_tool confirm_order',
      ]),
    );
});
