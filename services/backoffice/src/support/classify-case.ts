/** Sorts a case by fixed rules over the customer's words, first match first. The same words always get the same answer. */
import { z } from 'zod';
import { defineTool } from '../tool.ts';

export const CATEGORIES = ['security', 'outage', 'data', 'billing', 'access', 'delivery', 'defect', 'usage'] as const;
export type Category = (typeof CATEGORIES)[number];
export const SEVERITIES = ['low', 'normal', 'high', 'critical'] as const;
type Severity = (typeof SEVERITIES)[number];

const CATEGORY_WORDS: readonly (readonly [Category, RegExp])[] = [
  ['security', /\b(hacked|phishing|breach|compromised|stolen)\b/i],
  ['outage', /\b(down|outage|unavailable|unreachable|cannot reach)\b/i],
  ['data', /\b(import|backup|restore|records|data)\b/i],
  ['billing', /\b(invoices?|bill|billed|billing|charged|refund|payments?)\b/i],
  ['access', /\b(password|log ?in|sign ?in|locked out|verification code)\b/i],
  ['delivery', /\b(parcel|package|courier|deliver|delivered|delivery)\b/i],
  ['defect', /\b(errors?|bug|fails?|crash(es)?|wrong|broken)\b/i],
];

const SEVERITY_WORDS: readonly (readonly [Severity, RegExp])[] = [
  ['critical', /\b(nobody|no one|everyone|none of our|all our|hacked|breach|stolen|production)\b/i],
  ['high', /\b(urgent|asap|blocked|locked out|charged twice|deadline|cannot work|immediately)\b/i],
  ['low', /\b(how do i|how can i|question|suggestion|no rush|would be nice)\b/i],
];

export const classifyCase = defineTool({
  name: 'classify_case',
  title: 'Classify case',
  description: 'Find the category and the severity of a support case from its words.',
  effect: 'read',
  input: z.strictObject({
    subject: z.string().min(1).max(200).describe('Subject of the case'),
    body: z.string().min(1).max(4000).describe('What the customer wrote'),
  }),
  output: z.object({ category: z.string(), severity: z.string() }),
  run: ({ input: { subject, body } }) => {
    const text = `${subject}\n${body}`;
    return {
      category: firstOf(CATEGORY_WORDS, text) ?? 'usage',
      severity: firstOf(SEVERITY_WORDS, text) ?? 'normal',
    };
  },
});

const firstOf = <T>(rules: readonly (readonly [T, RegExp])[], text: string): T | undefined =>
  rules.find(([, words]) => words.test(text))?.[0];
