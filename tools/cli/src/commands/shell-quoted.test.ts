import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { shellQuoted } from './shell-quoted.ts';

it.each(['demo', 'a b', "it's", '$(id)', '"x"', '', 'ä;rm'])('a shell reads %j back as it was', (text) => {
  const read = execFileSync('sh', ['-c', `printf %s ${shellQuoted(text)}`], {
    encoding: 'utf8',
  });
  expect(read).toBe(text);
});
