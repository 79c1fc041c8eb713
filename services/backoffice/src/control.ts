/**
 * The control door for tests, demos and evaluations: a fresh world with chosen rows and faults for a tenant, and a look at
 * what was changed in it. Open only when the configuration says so.
 *
 *   PUT /control/worlds/<tenant>           { rows?, faults?, delayMs?, now? }  -> 204
 *   GET /control/worlds/<tenant>/effects   -> [{ key, tool, arguments, result, at }]
 */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { HttpAnswer } from './http-answer.ts';
import { effectsOf, Fault, WorldRows } from './world.ts';
import type { Worlds } from './worlds.ts';

const BODY_BYTES_MAX = 4 * 1024 * 1024;
const FAULTS_MAX = 100;
const DELAY_MS_MAX = 60_000;

const WorldOrder = z.strictObject({
  rows: WorldRows.optional(),
  faults: z.array(Fault).max(FAULTS_MAX).default([]),
  delayMs: z.int().min(0).max(DELAY_MS_MAX).default(0),
  /** Where results depend on the day: the time at which the world stands still. */
  now: z.iso.datetime().optional(),
});

const PATH = /^\/control\/worlds\/([^/]+)(\/effects)?$/;

export async function answerControl(worlds: Worlds, request: IncomingMessage): Promise<HttpAnswer> {
  const [, encoded = '', effects] = PATH.exec(request.url ?? '') ?? [];
  const tenant = decoded(encoded);
  if (tenant === '') return { status: 404, body: { message: 'the control door has /control/worlds/<tenant>' } };
  if (request.method === 'GET' && effects) return { status: 200, body: effectsOf(worlds.of(tenant).world) };
  if (request.method === 'PUT' && !effects) return putWorld(worlds, tenant, await readBody(request));
  return { status: 405, body: { message: 'PUT a world, or GET its effects' } };
}

function putWorld(worlds: Worlds, tenant: string, body: string | undefined): HttpAnswer {
  if (body === undefined) return { status: 413, body: { message: `at most ${BODY_BYTES_MAX} bytes` } };
  const order = WorldOrder.safeParse(jsonOf(body));
  if (!order.success) return { status: 400, body: { message: z.prettifyError(order.error) } };
  const { rows, faults, delayMs, now } = order.data;
  worlds.replace(tenant, { ...(rows && { rows }), faults, delayMs, ...(now && { now: new Date(now) }) });
  return { status: 204 };
}

/** Undefined when the body is too long. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // The rest is read and dropped: a caller that is still writing would not see the answer.
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
  }
  return bytes <= BODY_BYTES_MAX ? Buffer.concat(chunks).toString('utf8') : undefined;
}

/** A tenant id may hold any text; what is not well encoded names none. */
function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return '';
  }
}

/** Text that is not JSON becomes a value that the schema refuses. */
function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
