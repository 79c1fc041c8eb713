/** Other people's text for a terminal: on one line, and nothing in it that moves the cursor, turns the direction or can't be seen. */
import { visibleText } from '@pitcrew/contracts';

export const printable = (text: string): string => visibleText(text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]/g, ' '));
