import { describe, expect, it } from 'vitest';
import { buildTrie, type TrieNode, terminator } from './trie.ts';

const characters = (options: readonly string[]) =>
  options.map((option) => ({ option, tokens: [...option, terminator] }));

/** The tree as text: branches in brackets, an end as a full stop. */
function drawn(node: TrieNode<string>): string {
  const branches = [...node.children].map(([token, child]) => `${token === terminator ? '' : token}${drawn(child)}`);
  const rest = branches.length > 1 ? `[${branches.join('|')}]` : (branches[0] ?? '');
  return `${node.option === undefined ? '' : '.'}${rest}`;
}

describe('a tree of options', () => {
  it.each([
    ['one option never branches', ['abc'], 'abc.'],
    ['a common beginning is shared', ['abc', 'abd'], 'ab[c.|d.]'],
    ['an option that begins another ends at a branch', ['ab', 'abc'], 'ab[.|c.]'],
    ['options without a common beginning branch at once', ['x', 'y', 'z'], '[x.|y.|z.]'],
    ['the empty option is the terminator alone', ['', 'a'], '[.|a.]'],
    ['options keep their order', ['b', 'a'], '[b.|a.]'],
    ['a repeated option counts once', ['a', 'a'], 'a.'],
  ])('%s', (_, options, expected) => {
    expect(drawn(buildTrie(characters(options)))).toBe(expected);
  });

  it('refuses an empty set of options', () => {
    expect(() => buildTrie([])).toThrow('at least one option');
  });

  it('refuses an option with a line break, which would end the value early', () => {
    expect(() => buildTrie(characters(['a\nb', 'c']))).toThrow('line break: "a\\nb"');
  });
});
