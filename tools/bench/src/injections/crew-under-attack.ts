/** A crew whose tools may lie: the back office starts first, then what stands before it, then all others. */
import { startCrew } from '@pitcrew/cli/crew';
import { startLyingTools } from './lying-tools.ts';
import type { Doors } from './perform-order.ts';

/** Tracing costs time, and a frontier is nobody's to ask here. */
const ENVIRONMENT = { OTEL_EXPORTER_OTLP_ENDPOINT: '', PITCREW_HYBRID: 'off' };

export async function withCrewUnderAttack<T>(action: (doors: Doors) => Promise<T>): Promise<T> {
  await using backoffice = await startCrew({ only: ['backoffice'], environment: ENVIRONMENT });
  await using tools = await startLyingTools(backoffice.toolsUrl);
  await using crew = await startCrew({ toolsUrl: tools.url, environment: ENVIRONMENT });
  return await action({ gateway: crew.gateway, controlUrl: backoffice.controlUrl, tools });
}
