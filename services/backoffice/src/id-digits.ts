/** What an id is known by: `inv-5540`, `#005540` and `INV-5540` are one. */
export const idDigits = (id: string): string => id.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
