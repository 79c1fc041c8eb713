/**
 * Whose prompt each sequence of a writer holds. What is in its cache is reused only for the tenant whose prompt left it there:
 * otherwise the time that an answer takes, and the cached tokens that a run records, would tell one tenant what another has
 * asked. It costs a tenant that takes over a sequence the few tokens of the system text; nothing else is common to tenants.
 */

export type CachingSequence<Token> = {
  compareContextTokens(tokens: Token[]): { readonly firstDifferentIndex: number };
  clearHistory(): Promise<void>;
};

export function createPromptOwners<Token>() {
  const owners = new WeakMap<CachingSequence<Token>, string>();
  return {
    /** The higher, the better the sequence suits the prompt. What other tenants have cached is taken last. */
    score(sequence: CachingSequence<Token>, tenant: string, prompt: Token[]): number {
      const owner = owners.get(sequence);
      if (owner === undefined) return 0;
      return owner === tenant ? sequence.compareContextTokens(prompt).firstDifferentIndex : -1;
    },

    /** Before the tenant's prompt is read. */
    async take(sequence: CachingSequence<Token>, tenant: string): Promise<void> {
      if (owners.get(sequence) === tenant) return;
      await sequence.clearHistory();
      owners.set(sequence, tenant);
    },
  };
}
