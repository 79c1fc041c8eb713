/** Alerts that a caller adds to a world, with their signals when these matter to the case. */
import { z } from 'zod';
import { ROWS_MAX } from '../domain.ts';
import { alertNumber, isoTime } from './alerts.ts';
import { REGIONS } from './regions.ts';

const time = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'not a time')
  .transform(isoTime);

const AlertRow = z.object({
  alert_id: z.string().refine((id) => alertNumber(id) !== '', 'an alert id has digits'),
  service: z.string().min(1).optional(),
  severity: z.string().min(1).optional(),
  summary: z.string().min(1).optional(),
  started_at: time.optional(),
  status: z.string().min(1).default('open'),
  logs: z
    .array(
      z.object({
        message: z.string(),
        count: z.int().min(1).default(1),
        region: z.enum(REGIONS).default('eu'),
        at: time.optional(),
      }),
    )
    .optional(),
  metrics: z
    .array(
      z.object({
        p95_ms: z.int(),
        error_rate: z.number(),
        saturation: z.number(),
        region: z.enum(REGIONS).default('eu'),
        at: time.optional(),
      }),
    )
    .optional(),
  deploys: z.array(z.object({ version: z.string().min(1), deployed_at: time.optional() })).optional(),
});
export type AlertRow = z.output<typeof AlertRow>;

export const incidentRows = { alerts: z.array(AlertRow).max(ROWS_MAX).default([]) };
