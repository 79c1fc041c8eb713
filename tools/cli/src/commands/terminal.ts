/** How commands speak: results on standard output, everything else on standard error, so that `-o json` can be piped. */
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { paint, paintLine, paperOf } from '../story/paint.ts';
import type { StoryLine } from '../story/story-line.ts';

export const paper = paperOf(process.stdout, process.env);

export const say = (text = ''): void => void process.stdout.write(`${text}\n`);
export const sayLine = (line: StoryLine): void => say(paintLine(line, paper));
export const bold = (text: string): string => paint('bold', text, paper);
export const dim = (text: string): string => paint('dim', text, paper);
export const good = (text: string): string => paint('green', text, paper);
export const bad = (text: string): string => paint('red', text, paper);

export const complain = (text: string): void => void process.stderr.write(`${text}\n`);

export const isInteractive = (): boolean => process.stdin.isTTY === true && process.stdout.isTTY === true;

/** Yes, or no for anything else. */
export const askYesNo = async (question: string): Promise<boolean> =>
  /^y(es)?$/i.test(await askText(`${question} [y/N]`));

export async function askText(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  // While a line is read the terminal gives Ctrl-C to the reader.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return (await lines.question(`${question} `)).trim();
  } finally {
    lines.close();
  }
}

/** Who decides, as the log will say. */
export const whoAmI = (): string => userInfo().username || 'cli';
