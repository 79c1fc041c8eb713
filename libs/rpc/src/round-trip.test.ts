/**
 * Every message of every service and every kind of event survives value -> wire -> protobuf bytes -> wire -> value. The
 * values are drawn from the zod schemas themselves, so a new service, method or field is covered by being declared.
 */
import * as contracts from '@pitcrew/contracts';
import { EventBody, type Method, RunEvent, type Service } from '@pitcrew/contracts';
import { arbitraryOf } from '@pitcrew/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Codec, codec } from './codec.ts';
import { methodDefinitions } from './protos.ts';

/** Every service that is described. */
const services = Object.values<unknown>(contracts).filter(
  (value): value is Service => typeof value === 'object' && value !== null && 'methods' in value,
);

const messages = services.flatMap((service) =>
  [...methodDefinitions(service)].flatMap(([name, definition]) => {
    const { request, response } = service.methods[name] as Method;
    const { requestSerialize, requestDeserialize, responseSerialize, responseDeserialize } = definition;
    return [
      {
        message: `${name} request of ${service.name}`,
        schema: request,
        edge: codec(request, requestSerialize, requestDeserialize),
      },
      {
        message: `${name} response of ${service.name}`,
        schema: response,
        edge: codec(response, responseSerialize, responseDeserialize),
      },
    ];
  }),
);

const expectIdentity = (schema: z.ZodType, edge: Codec, runs: number) =>
  fc.assert(
    fc.property(arbitraryOf(schema), (value) => {
      expect(edge.decode(edge.encode(value))).toEqual(value);
    }),
    { numRuns: runs },
  );

describe('value -> wire -> bytes -> wire -> value is the identity', () => {
  it('is tried for every service', () => expect(services.length).toBeGreaterThanOrEqual(7));

  it.each(messages)('for the $message', ({ schema, edge }) => expectIdentity(schema, edge, 100));

  const watched = messages.find(({ message }) => message.startsWith('watchRun response'))!;
  it.each(EventBody.options.map((option) => ({ kind: option.shape.kind.value, option })))(
    'for the event $kind',
    ({ option }) => {
      const event = RunEvent.extend({ body: option });
      const stored = z.object({ stored: z.object({ sequence: z.int().min(1), event }) });
      expectIdentity(stored, watched.edge, 60);
    },
  );
});
