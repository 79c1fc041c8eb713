/** How a run is worked on. */
import { z } from 'zod';

/** `chain`: a planner and an executor; `scratchpad`: one model for both; `auto`: whichever suits the workflow's shape. */
export const Mode = z.enum(['chain', 'scratchpad', 'auto']);
export type Mode = z.infer<typeof Mode>;

/** What a mode comes down to for one workflow. */
export type WorkingMode = Exclude<Mode, 'auto'>;
