/** The hires, laptops and orientations that every tenant begins with. */
import { daysAfter } from './dates.ts';
import type { OnboardingRows } from './rows.ts';

/** A Tuesday. Orientations are weekly, for a year and a half. */
const FIRST_ORIENTATION = '2026-11-03';
const ORIENTATION_WEEKS = 78;

export const SEED_ONBOARDING = {
  hires: [
    { employee_id: 'E-2207', name: 'Lena Hofer', role: 'engineer', start_date: '2026-12-01' },
    { employee_id: 'E-2208', name: 'Tomás Rey', role: 'sales-rep', start_date: '2026-12-03' },
    /** The orientation of her first week is full. */
    { employee_id: 'E-2209', name: 'Maud Okafor', role: 'designer', start_date: '2026-12-14' },
    { employee_id: 'E-2210', name: 'Jiří Novák', role: 'support-agent', start_date: '2027-01-04' },
    {
      employee_id: 'E-2211',
      name: 'Priscilla Wren',
      role: 'accountant',
      start_date: '2026-12-01',
      status: 'withdrawn',
    },
    { employee_id: 'E-2212', name: 'Sven Aalto', role: 'engineer', start_date: '2026-09-01', status: 'active' },
    { employee_id: 'E-2213', name: "Ruth O'Neill", department: 'Talent', role: 'recruiter', start_date: '2027-02-01' },
    /** A namesake of the first. */
    { employee_id: 'E-2214', name: 'Lena Hofer', role: 'accountant', start_date: '2026-12-07' },
  ],
  laptops: [
    { model: 'standard', in_stock: 40 },
    { model: 'developer', in_stock: 25 },
    { model: 'light', in_stock: 15 },
  ],
  orientations: [
    ...Array.from({ length: ORIENTATION_WEEKS }, (_, week) => ({ date: daysAfter(FIRST_ORIENTATION, 7 * week) })),
    { date: '2026-12-15', seats_left: 0 },
  ],
} as const satisfies OnboardingRows;
