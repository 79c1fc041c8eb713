/**
 * The gate through which every body passes on its way out, whether it asks for an answer or for a count: scanned, recorded,
 * then let through. And the record's other half, of what became of it.
 */
import { type Digest, digestOf, type RunId, type TenantId } from '@pitcrew/contracts';
import { report } from '@pitcrew/rpc';
import type { Audit, Sending } from '../audit.ts';
import type { ProviderConfig } from '../config.ts';
import type { Letter } from '../letters/letter.ts';
import { scan } from '../redaction/scan.ts';
import type { Attempt } from './attempt.ts';

/** A letter with the values that must not be in it. */
export type Sealed = { readonly letter: Letter; readonly originals: readonly string[] };

export type Caller = {
  readonly tenant: TenantId;
  readonly run: RunId;
  readonly deadline: Date | undefined;
  readonly signal: AbortSignal;
};

export type Payer = Caller & { readonly spend: string; readonly outputTokensMax: number };

/** An answer is given this long before the caller's deadline, so that a timeout still says what it may have cost. */
const DEADLINE_MARGIN_MS = 250;

/** Until when there is time for a request. */
export const deadlineMsOf = ({ deadline }: Caller): number =>
  (deadline?.getTime() ?? Number.POSITIVE_INFINITY) - DEADLINE_MARGIN_MS;

export const refusalOf = (problems: readonly string[]): string =>
  `The request cannot leave: after redaction, ${problems.join('; ')}.`;

export const digestOfLetter = ({ provider, model }: ProviderConfig, { system, user, schema }: Letter): Digest =>
  digestOf({ provider, model, system, user, schema });

export const sendingOf = (
  config: ProviderConfig,
  letter: Letter,
  { tenant, run, spend }: Caller & Partial<Payer>,
  operation: Sending['operation'],
  attempt: number,
): Sending => ({
  tenant,
  run,
  operation,
  spend,
  attempt,
  provider: config.provider,
  model: config.model,
  bodyDigest: digestOfLetter(config, letter),
});

/** `pass` throws where nothing may be sent; `refusal` then says why. */
export function gateOf(audit: Audit, of: Sending, originals: readonly string[], known: ReadonlySet<string>) {
  let refusal: string | undefined;
  const pass = async (body: string): Promise<void> => {
    const problems = scan(body, originals, known);
    if (problems.length > 0) refusal = refusalOf(problems);
    else
      await audit.sending(of, body).catch((error: unknown) => {
        report('frontier', error);
        refusal = 'Nothing was sent, because the audit record cannot be written.';
      });
    if (refusal !== undefined) throw new Error(refusal);
  };
  return { pass, refusal: () => refusal };
}

/** The call is over, and what it cost is known: a record that can't be closed does not undo it. */
export async function ended(audit: Audit, of: Sending, result: Attempt): Promise<void> {
  const status = result.kind === 'answered' ? result.kind : `${result.kind}: ${result.message}`;
  const usage = result.kind === 'failed' ? undefined : result.usage;
  await audit.ended(of, { status, usage }).catch((error: unknown) => report('frontier', error));
}
