/** The name in the places that a template leaves for it: `__name__`, `__Name__` and `__NAME__`. */
export const fill = (text: string, name: string): string =>
  text
    .replaceAll('__name__', name)
    .replaceAll('__Name__', `${name.charAt(0).toUpperCase()}${name.slice(1)}`)
    .replaceAll('__NAME__', name.toUpperCase());
