/**
 * Reads workflow packs from a directory: every sub-folder with a `workflow.yaml` is one. A pack is read whole or refused
 * with the file, line and field to mend; there is no such thing as a half-loaded pack.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Pack } from './pack.ts';
import { PackFile, toPack } from './pack-file.ts';
import { brokenRules } from './pack-rules.ts';
import type { Problem } from './problem.ts';

export const PACK_BYTES_MAX = 256 * 1024;

export class PackError extends Error {
  override readonly name = 'PackError';
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Dotted path of the field; empty when the file as a whole is meant. */
  readonly field: string;
  constructor(file: string, line: number, field: string, message: string) {
    super(`${file}:${line}: ${field === '' ? '' : `${field}: `}${message}`);
    this.file = file;
    this.line = line;
    this.field = field;
  }
}

/** All packs of a directory, by name. */
export function loadPacks(directory: string): readonly Pack[] {
  if (!existsSync(directory)) throw new PackError(directory, 1, '', 'there is no such directory of workflow packs');
  const files = readdirSync(directory)
    .sort()
    .map((folder) => join(directory, folder, 'workflow.yaml'))
    .filter((file) => existsSync(file));
  if (files.length === 0) throw new PackError(directory, 1, '', 'no sub-folder has a workflow.yaml');
  return files.map(loadPack);
}

export function loadPack(file: string): Pack {
  const { size } = statSync(file);
  if (size > PACK_BYTES_MAX) throw new PackError(file, 1, '', `${size} bytes; a pack has at most ${PACK_BYTES_MAX}`);
  const pack = parsePack(readFileSync(file, 'utf8'), file);
  const folder = basename(dirname(file));
  if (pack.name !== folder)
    throw new PackError(file, 1, 'name', `${pack.name} lies in the folder ${folder}; name both alike`);
  return pack;
}

export function parsePack(text: string, file: string): Pack {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [unreadable] = document.errors;
  if (unreadable) throw new PackError(file, lines.linePos(unreadable.pos[0]).line, '', unreadable.message);
  const refuse = ({ path, message }: Problem): never => {
    throw new PackError(file, lineOf(document, lines, path), path.join('.'), message);
  };
  const parsed = PackFile.safeParse(document.toJS());
  if (!parsed.success) return refuse(toProblem(parsed.error.issues[0] as z.core.$ZodIssue));
  const [broken] = brokenRules(parsed.data);
  return broken ? refuse(broken) : toPack(parsed.data);
}

function toProblem(issue: z.core.$ZodIssue): Problem {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  if (issue.code === 'unrecognized_keys')
    return { path: [...path, issue.keys[0] as string], message: 'there is no such field; check its spelling' };
  if (issue.code === 'invalid_key') return { path, message: issue.issues[0]?.message ?? issue.message };
  return { path, message: issue.message };
}

/** The line of the deepest part of the path that the file has: the field itself, or what it is missing from. */
function lineOf(document: Document, lines: LineCounter, path: Problem['path']): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!pair) break;
      offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      node = pair.value;
    } else if (isSeq(node) && typeof part === 'number') {
      node = node.items[part];
      offset = isScalar(node) || isMap(node) ? (node.range?.[0] ?? offset) : offset;
    } else break;
  }
  return Math.max(1, lines.linePos(offset).line);
}
