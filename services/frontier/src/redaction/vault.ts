/**
 * What leaves as a placeholder, and how it comes back. A vault lives for one task; it is made anew from the same task, and
 * then numbers alike, so nothing has to be stored between `Prepare` and the call.
 *
 * - V1: the same value always gets the same placeholder: letter case apart, and figures by their value (`1,200` is `1200`).
 * - V2: a placeholder is `<KIND_n>`, and only the vault's own ones are ever restored.
 */
export const KINDS = ['SECRET', 'MAIL', 'PHONE', 'ACCOUNT', 'ID', 'AMOUNT', 'NAME'] as const;
export type Kind = (typeof KINDS)[number];

export const PLACEHOLDER = /<(?:SECRET|MAIL|PHONE|ACCOUNT|ID|AMOUNT|NAME)_[1-9]\d{0,5}>/g;

export type Vault = {
  /** The placeholder that stands for the value, a new one if there is none. `open`: the value may stand elsewhere. */
  placeholderOf(kind: Kind, value: string, open?: boolean): string;
  /** The value as it was first spelt; undefined for a placeholder that the vault did not give. */
  valueOf(placeholder: string): string | undefined;
  /** The text with every placeholder of this vault replaced by its value. */
  restore(text: string): string;
  /** Every value that must not leave, as it was first spelt. */
  originals(): readonly string[];
};

export function createVault(): Vault {
  const placeholders = new Map<string, string>();
  const values = new Map<string, string>();
  const counts = new Map<Kind, number>();
  const closed = new Set<string>();
  const add = (kind: Kind, value: string, open: boolean): string => {
    const ordinal = (counts.get(kind) ?? 0) + 1;
    const placeholder = `<${kind}_${ordinal}>`;
    counts.set(kind, ordinal);
    placeholders.set(keyOf(value), placeholder);
    values.set(placeholder, value);
    if (!open) closed.add(value);
    return placeholder;
  };
  return {
    placeholderOf: (kind, value, open = false) => placeholders.get(keyOf(value)) ?? add(kind, value, open),
    valueOf: (placeholder) => values.get(placeholder),
    restore: (text) => text.replace(PLACEHOLDER, (placeholder) => values.get(placeholder) ?? placeholder),
    originals: () => [...closed],
  };
}

/** What makes two spellings one value. */
const keyOf = (value: string): string => {
  const digits = value.replace(/(?<=\d)[,.'’ \u00a0\u202f](?=\d{3}(?!\d))/g, '');
  return /^\d+([.,]\d+)?$/.test(digits) && digits.length <= 15
    ? String(Number(digits.replace(',', '.')))
    : value.toLowerCase();
};
