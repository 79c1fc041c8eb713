/** The name of a served model in usage and telemetry: base, role and the first digits of what was fine-tuned. */
import type { Digest } from '@pitcrew/contracts';

export const modelName = (base: string, role: string, digest: Digest): string =>
  `${base}+${role}@${digest.slice(7, 19)}`;
