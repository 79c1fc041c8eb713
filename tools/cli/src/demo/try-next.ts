/** Requests for a new user to try next; all of them meet rows that every tenant of the example back office begins with. */
export const DEMO_REQUEST = 'Process order #4521 for customer acme-corp';

export const TRY_NEXT: readonly { readonly what: string; readonly request: string }[] = [
  { what: 'a quote', request: 'What would shipping order 4522 cost? Just the price, do not confirm it' },
  { what: 'an incident', request: 'Investigate alert ALR-2041 and open a ticket' },
  { what: 'covered by no workflow', request: 'Translate our staff handbook into Dutch' },
];
