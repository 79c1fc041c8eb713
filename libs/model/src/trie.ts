/**
 * The options of a value as a tree of tokens. Where the tree does not branch, the token is certain and the model is not asked;
 * where it does, the model chooses among the branches only, so it can't write anything but an option.
 */

export type TrieNode<Token> = {
  readonly children: ReadonlyMap<Token, TrieNode<Token>>;
  /** The option that ends here. */
  readonly option: string | undefined;
};

export type TokenisedOption<Token> = { readonly option: string; readonly tokens: readonly Token[] };

/** Ends a value unless its field says otherwise. An option can't contain it, so no option is the beginning of another. */
export const terminator = '\n';

export function buildTrie<Token>(options: readonly TokenisedOption<Token>[]): TrieNode<Token> {
  if (options.length === 0) throw new Error('a value needs at least one option');
  const spoilt = options.find(({ option }) => option.includes(terminator));
  if (spoilt !== undefined) throw new Error(`an option can't contain a line break: ${JSON.stringify(spoilt.option)}`);
  return nodeOf(options, 0);
}

function nodeOf<Token>(options: readonly TokenisedOption<Token>[], depth: number): TrieNode<Token> {
  const branches = new Map<Token, TokenisedOption<Token>[]>();
  let ending: string | undefined;
  for (const entry of options) {
    const token = entry.tokens[depth];
    if (token === undefined) {
      ending ??= entry.option;
      continue;
    }
    const branch = branches.get(token);
    if (branch === undefined) branches.set(token, [entry]);
    else branch.push(entry);
  }
  if (ending !== undefined && branches.size > 0)
    throw new Error(`an option can't be the beginning of another: ${JSON.stringify(ending)}`);
  return { option: ending, children: new Map([...branches].map(([token, rest]) => [token, nodeOf(rest, depth + 1)])) };
}
