/** Support cases that a caller adds to a world, with the customer's words when these matter to the case. */
import { z } from 'zod';
import { ROWS_MAX } from '../domain.ts';
import { caseNumber } from './cases.ts';

const CaseRow = z.object({
  case_id: z.string().refine((id) => caseNumber(id) !== '', 'a case id has digits'),
  customer: z.string().min(1).optional(),
  subject: z.string().min(1).max(200).optional(),
  body: z.string().min(1).max(4000).optional(),
  status: z.string().min(1).default('open'),
});
export type CaseRow = z.output<typeof CaseRow>;

export const supportRows = { support_cases: z.array(CaseRow).max(ROWS_MAX).default([]) };
