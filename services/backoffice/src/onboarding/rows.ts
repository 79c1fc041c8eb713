/** Hires that a caller adds to a world, and the laptops and orientations when these matter to the case. */
import { z } from 'zod';
import { ROWS_MAX } from '../domain.ts';
import { isDay } from './dates.ts';
import { employeeNumber } from './hires.ts';
import { MODELS, ROLE_NAMES } from './roles.ts';

const day = z.string().refine(isDay, 'not a date such as 2026-12-01');

const HireRow = z.object({
  employee_id: z.string().refine((id) => employeeNumber(id) !== '', 'an employee id has digits'),
  name: z.string().min(1).optional(),
  department: z.string().min(1).optional(),
  role: z.enum(ROLE_NAMES).optional(),
  start_date: day.optional(),
  status: z.string().min(1).default('hired'),
});
export type HireRow = z.output<typeof HireRow>;

const LaptopRow = z.object({ model: z.enum(MODELS), in_stock: z.int().min(0) });
const OrientationRow = z.object({ date: day, seats_left: z.int().min(0).default(12) });

export const onboardingRows = {
  hires: z.array(HireRow).max(ROWS_MAX).default([]),
  laptops: z.array(LaptopRow).max(ROWS_MAX).default([]),
  orientations: z.array(OrientationRow).max(ROWS_MAX).default([]),
};
const OnboardingRows = z.object(onboardingRows);
/** As a caller writes them, and as they are read. */
export type OnboardingRows = z.input<typeof OnboardingRows>;
export type ParsedOnboardingRows = z.output<typeof OnboardingRows>;
