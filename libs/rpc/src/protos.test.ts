/** A description that its proto does not match is found when the client or the server is made. */
import { plannerService, routerService, type Service, serverStream, service, unary } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { serviceConfig } from './channel.ts';
import { methodDefinitions } from './protos.ts';

const any = z.object({});
const router = 'pitcrew.router.v1.RouterService';
const executor = 'pitcrew.executor.v1.ExecutorService';

describe('methodDefinitions', () => {
  it('finds each rpc of a service in the proto that its name leads to', () => {
    expect(methodDefinitions(routerService).get('route')?.path).toBe(`/${router}/Route`);
    expect(methodDefinitions(plannerService).get('plan')?.path).toBe('/pitcrew.planner.v1.PlannerService/Plan');
  });

  it.each<[string, Service, string]>([
    ['a service that its proto lacks', service('pitcrew.router.v1.OtherService', {}), 'does not define the service'],
    ['a method too many', service(router, { route: unary(any, any), more: unary(any, any) }), 'number of methods'],
    ['a method of another name', service(router, { root: unary(any, any) }), 'has no rpc Root'],
    ['a stream where the proto has none', service(router, { route: serverStream(any, any) }), 'streams otherwise'],
    [
      'a method called idempotent that its proto does not call so',
      service(executor, {
        propose: unary(any, any),
        think: unary(any, any),
        perform: unary(any, any),
        call: unary(any, any),
      }),
      'Perform: idempotency_level',
    ],
  ])('refuses %s', (_, description, message) => {
    expect(() => methodDefinitions(description)).toThrow(message);
  });
});

describe('serviceConfig', () => {
  it('retries nothing when no method is idempotent', () => {
    expect(serviceConfig(service(executor, { perform: unary(any, any, false) }))).toMatchObject({ methodConfig: [] });
  });
});
