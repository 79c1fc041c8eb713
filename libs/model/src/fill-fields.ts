/**
 * Writes the values of a form: the text before each value is forced, the value is chosen along the tree of its options.
 * Forced tokens wait and are evaluated together with the next decision, in one call; those after the last decision are
 * never evaluated. What is certain therefore costs nothing but its share of a batch.
 */
import type { Choose } from './choose.ts';
import { buildTrie, type TrieNode, terminator } from './trie.ts';

export type Field = {
  /** Text before the value, never sampled. */
  readonly forced: string;
  /** The closed set that the value is taken from. */
  readonly options: readonly string[];
  /** Follows the value, whichever it is; a line break by default. With it no option may be the beginning of another. */
  readonly end?: string;
};

/** A form whose next field depends on the values so far; undefined when it is complete. */
export type NextField<F = Field> = (values: readonly string[]) => F | undefined;

export type FormModel<Token> = {
  tokenise(text: string): readonly Token[];
  /** Appends the tokens to the context and answers the logits of the allowed next tokens. */
  evaluate(tokens: readonly Token[], allowed: readonly Token[]): Promise<ReadonlyMap<Token, number>>;
};

export type FilledField = {
  readonly value: string;
  /** Product of the choices' probabilities among the allowed tokens; 1 when there was nothing to choose. */
  readonly confidence: number;
};

export type PreparedField<Token> = {
  readonly forced: readonly Token[];
  readonly trie: TrieNode<Token>;
  readonly tokensMax: number;
};

/** Tokenises a field as in training: the text before the value is one piece, the value with its terminator another. */
export function prepareField<Token>(field: Field, tokenise: FormModel<Token>['tokenise']): PreparedField<Token> {
  const forced = field.forced === '' ? [] : tokenise(field.forced);
  const { end = terminator } = field;
  const options = [...new Set(field.options)].map((option) => ({ option, tokens: tokenise(option + end) }));
  const longest = Math.max(...options.map(({ tokens }) => tokens.length));
  return { forced, trie: buildTrie(options), tokensMax: forced.length + longest };
}

/** `pending` are the tokens of the prompt that the context does not hold yet. Answers also how many tokens were chosen. */
export async function fillFields<Token>(
  pending: readonly Token[],
  form: readonly PreparedField<Token>[] | NextField<PreparedField<Token>>,
  model: Pick<FormModel<Token>, 'evaluate'>,
  choose: Choose,
): Promise<{ filled: readonly FilledField[]; chosen: number }> {
  const waiting = [...pending];
  const filled: FilledField[] = [];
  const next = typeof form === 'function' ? form : () => form[filled.length];
  let chosen = 0;
  for (let field = next([]); field !== undefined; field = next(filled.map(({ value }) => value))) {
    waiting.push(...field.forced);
    let node = field.trie;
    let confidence = 1;
    while (node.children.size > 0) {
      const allowed = [...node.children.keys()];
      let token = allowed[0] as Token;
      if (allowed.length > 1) {
        const choice = choose(await model.evaluate(waiting.splice(0), allowed));
        token = choice.token;
        confidence *= choice.probability;
        chosen += 1;
      }
      waiting.push(token);
      node = childOf(node, token);
    }
    filled.push({ value: node.option ?? '', confidence });
  }
  return { filled, chosen };
}

function childOf<Token>(node: TrieNode<Token>, token: Token): TrieNode<Token> {
  const child = node.children.get(token);
  if (child === undefined) throw new Error(`the model chose ${String(token)}, which is none of the allowed tokens`);
  return child;
}
