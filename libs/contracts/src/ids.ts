/**
 * Every identifier in the product, branded so that one kind cannot stand in for another, and made in one place.
 * A tenant or request id may hold any printable text; libs/bus encodes it before it becomes part of a subject.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';

export const TENANT_LENGTH_MAX = 128;
export const TenantId = z.string().min(1).max(TENANT_LENGTH_MAX).brand('TenantId');
export type TenantId = z.infer<typeof TenantId>;

/** One run of one request. Lower-case UUID. */
export const RunId = z.uuid().brand('RunId');
export type RunId = z.infer<typeof RunId>;

/** A step of a plan: `s1`, `s2`, ... Never reused within a run, replans included (R3). */
export const StepId = z
  .string()
  .regex(/^s[1-9]\d{0,2}$/, 'a step id looks like s1')
  .brand('StepId');
export type StepId = z.infer<typeof StepId>;

/** A running process of a service; answers on the core subject `owner.<instance>`. */
export const InstanceId = z.uuid().brand('InstanceId');
export type InstanceId = z.infer<typeof InstanceId>;

export const newRunId = (): RunId => RunId.parse(randomUUID());
export const newInstanceId = (): InstanceId => InstanceId.parse(randomUUID());
export const stepId = (ordinal: number): StepId => StepId.parse(`s${ordinal}`);
