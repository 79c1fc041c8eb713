/** How long the messages of a stream are worked on, whatever came of each, by the messaging conventions. */
import { attributeNames, errorTypeOf, metrics, record, secondsSince } from '@pitcrew/telemetry';

export async function timedProcess<T>(stream: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  let failed: string | undefined;
  try {
    return await work();
  } catch (error) {
    failed = errorTypeOf(error);
    throw error;
  } finally {
    record(metrics.messageDuration, secondsSince(begun), {
      [attributeNames.messagingSystem]: 'nats',
      [attributeNames.messagingDestination]: stream,
      [attributeNames.messagingOperation]: 'process',
      [attributeNames.errorType]: failed,
    });
  }
}
