/** The back office with its seed alone, opened once: thousands of gold runs each add their rows to it and leave it as it was. */
import { openWorld, type World, type WorldRows, withRows } from '@pitcrew/service-backoffice/world';

let seeded: World | undefined;

export function inSeededWorld<T>(rows: WorldRows, action: (world: World) => T): T {
  seeded ??= openWorld();
  return withRows(seeded, rows, action);
}
