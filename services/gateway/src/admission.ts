/**
 * What the gateway takes in as a request: text in UTF-8, with something in it, of at most 32 KiB. Says why not in one
 * sentence that the caller can act on.
 */
import { REQUEST_BYTES_MAX } from '@pitcrew/contracts';

/** The reason for refusing a request, or undefined when it is admitted. */
export function refusalOf(request: string): string | undefined {
  if (request.trim() === '') return 'the request is empty; say in a sentence what should be done';
  if (!request.isWellFormed()) return 'the request is not valid UTF-8; send it as UTF-8 text';
  const bytes = Buffer.byteLength(request, 'utf8');
  if (bytes > REQUEST_BYTES_MAX)
    return `the request has ${bytes} bytes; at most ${REQUEST_BYTES_MAX} are taken, so shorten it or send a reference`;
  return undefined;
}
