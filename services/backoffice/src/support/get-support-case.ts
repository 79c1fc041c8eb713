/** Reads a case by its id, in any spelling; the answer has the canonical one. One that is not open is reported, not refused. */
import { z } from 'zod';
import { defineTool } from '../tool.ts';
import { findCase, SupportCase } from './cases.ts';

export const getSupportCase = defineTool({
  name: 'get_support_case',
  title: 'Get support case',
  description: 'Look a support case up: the customer, the subject, what was written, and the status.',
  effect: 'read',
  input: z.strictObject({ case_id: z.string().min(1).max(64).describe('Id of the case, such as CASE-8813') }),
  output: SupportCase,
  run: ({ database, input }) => findCase(database, input.case_id),
});
