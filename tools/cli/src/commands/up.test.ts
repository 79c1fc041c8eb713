import { expect, it } from 'vitest';
import { CommandError } from './command-error.ts';
import { parseReplicas } from './up.ts';

it('reads replicas from one text or several', () => {
  expect(parseReplicas(['orchestrator=2', 'executor=3,router=1'])).toEqual({ orchestrator: 2, executor: 3, router: 1 });
});

it.each(['orchestrator', 'orchestrator=', 'orchestrator=two', 'nobody=2', '=2', ''])('refuses %j', (text) => {
  expect(() => parseReplicas([text])).toThrow(CommandError);
});
