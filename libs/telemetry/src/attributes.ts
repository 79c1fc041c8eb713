/** Attributes as callers write them, and as the SDK takes them. */

export type AttributeValue = string | number | boolean | readonly string[] | undefined;
export type Attributes = Readonly<Record<string, AttributeValue>>;

export type PresentAttributes = Record<string, string | number | boolean | string[]>;

/** Without those that are absent. */
export function present(attributes: Attributes): PresentAttributes {
  const kept: PresentAttributes = {};
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) kept[name] = typeof value === 'object' ? [...value] : value;
  return kept;
}
