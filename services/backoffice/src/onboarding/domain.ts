/** The onboarding side of the back office: hires, and what is set up for them before their first day. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { defineDomain } from '../domain.ts';
import { insert } from '../sql.ts';
import { bookOrientation } from './book-orientation.ts';
import { createAccount } from './create-account.ts';
import { grantAccess } from './grant-access.ts';
import { completeHire } from './hire-defaults.ts';
import { orderLaptop } from './order-laptop.ts';
import { onboardingRows, type ParsedOnboardingRows } from './rows.ts';
import { SEED_ONBOARDING } from './seed.ts';
import { sendWelcome } from './send-welcome.ts';
import { TABLES } from './tables.ts';

export const onboarding = defineDomain({
  tables: TABLES,
  counters: { onboarding_laptop: 310, onboarding_orientation: 720, onboarding_mail: 1_040 },
  rows: onboardingRows,
  seed: (database) => add(database, z.object(onboardingRows).parse(SEED_ONBOARDING)),
  add,
  tools: [createAccount, grantAccess, orderLaptop, bookOrientation, sendWelcome],
});

function add(database: DatabaseSync, { hires, laptops, orientations }: ParsedOnboardingRows): void {
  for (const hire of hires) insert(database, 'hires', completeHire(hire));
  for (const laptop of laptops) insert(database, 'laptops', laptop);
  for (const orientation of orientations) insert(database, 'orientations', orientation);
}
