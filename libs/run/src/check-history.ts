/**
 * The oracle of the simulation: reads a whole recorded history and says what is wrong with it, sharing no code with the
 * machine that wrote it. I1: it ends. I2: it is a legal path with one owner an epoch. I3: a call has one effect.
 */
import { digestOf, digestOfText, type EventBody, type StoredEvent } from '@pitcrew/contracts';

export type Findings = readonly string[];

/** `ended`: whether the run is expected to have reached its end. */
export function checkHistory(events: readonly StoredEvent[], { ended }: { ended: boolean }): Findings {
  return [
    ...checkOrder(events),
    ...checkEpochs(events),
    ...checkCalls(events),
    ...checkSteps(events),
    ...checkRevisions(events),
    ...(ended ? checkEnd(events) : []),
  ];
}

function checkOrder(events: readonly StoredEvent[]): Findings {
  const findings: string[] = [];
  const ids = new Set<string>();
  events.forEach(({ sequence, event }, index) => {
    const before = events[index - 1];
    if (before !== undefined && sequence <= before.sequence)
      findings.push(`sequence ${sequence} after ${before.sequence}`);
    if (ids.has(event.id)) findings.push(`message id ${event.id} is stored twice`);
    if (event.previousDigest !== digestOfText(before === undefined ? '' : JSON.stringify(before.event)))
      findings.push(`the chain is broken before ${sequence}`);
    ids.add(event.id);
  });
  if (events[0]?.event.body.kind !== 'run-requested') findings.push('it does not begin with run-requested');
  return findings;
}

const fromOutside = new Set<EventBody['kind']>([
  'run-requested',
  'approval-decided',
  'review-resolved',
  'clarification-given',
  'cancel-requested',
  'budget-raised',
]);

/** I2: each epoch begins with its claim, epochs only grow, and nobody writes in an epoch that is over. */
function checkEpochs(events: readonly StoredEvent[]): Findings {
  const findings: string[] = [];
  let epoch = 0;
  for (const { event } of events) {
    if (fromOutside.has(event.body.kind)) continue;
    if (event.body.kind === 'run-claimed') {
      if (event.epoch !== epoch + 1) findings.push(`epoch ${event.epoch} claimed after ${epoch}`);
      epoch = event.epoch;
    } else if (event.epoch !== epoch) findings.push(`${event.id} of epoch ${event.epoch} written in epoch ${epoch}`);
  }
  return findings;
}

/** Every performance has its proposal before it, every key one set of arguments, every call at most one success. */
function checkCalls(events: readonly StoredEvent[]): Findings {
  const findings: string[] = [];
  const proposed = new Set<string>();
  const argumentsByKey = new Map<string, string>();
  const succeeded = new Set<string>();
  for (const { event } of events) {
    const { body } = event;
    if (body.kind === 'call-proposed' || body.kind === 'step-rescued') {
      proposed.add(place(body));
      const known = argumentsByKey.get(body.idempotencyKey);
      if (body.argumentDigest !== digestOf(body.arguments)) findings.push(`${place(body)}: wrong argument digest`);
      if (known !== undefined && known !== body.argumentDigest)
        findings.push(`key ${body.idempotencyKey} has two sets of arguments`);
      argumentsByKey.set(body.idempotencyKey, body.argumentDigest);
    }
    if (body.kind === 'call-probed') {
      if (!proposed.has(place(body))) findings.push(`${place(body)} asked about before it was proposed`);
      if (body.finding.kind === 'took-effect') succeeded.add(`${body.step}:${body.item}`);
    }
    if (body.kind !== 'call-performed') continue;
    const call = `${body.step}:${body.item}`;
    if (!proposed.has(place(body))) findings.push(`${place(body)} performed before it was proposed (R3)`);
    if (succeeded.has(call)) findings.push(`${call} performed again after it succeeded`);
    if (body.outcome.kind === 'succeeded') succeeded.add(call);
  }
  return findings;
}

/** A step ends once, after the steps that it depends on; a person's answer to the question about it opens it again. */
function checkSteps(events: readonly StoredEvent[]): Findings {
  const findings: string[] = [];
  const ended = new Set<string>();
  const asked = new Set<string>();
  const plan = events.flatMap(({ event: { body } }) =>
    body.kind === 'plan-proposed' || body.kind === 'plan-revised' ? body.plan.steps : [],
  );
  for (const { event } of events) {
    const { body } = event;
    if (body.kind === 'call-proposed')
      for (const dependency of plan.find(({ id }) => id === body.step)?.dependsOn ?? [])
        if (!ended.has(dependency)) findings.push(`${body.step} began before ${dependency} ended`);
    if (body.kind === 'review-requested') asked.add(place(body));
    if (body.kind === 'step-rescued') ended.delete(body.step);
    if (body.kind === 'review-resolved' && asked.delete(place(body)) && body.resolution.kind !== 'abort')
      ended.delete(body.step);
    if (body.kind !== 'step-succeeded' && body.kind !== 'step-failed' && body.kind !== 'step-skipped') continue;
    if (ended.has(body.step)) findings.push(`${body.step} ended twice`);
    ended.add(body.step);
  }
  return findings;
}

/** A revised plan has steps that succeeded, as they were, and steps that nobody has heard of (R3). Only they go on. */
function checkRevisions(events: readonly StoredEvent[]): Findings {
  const findings: string[] = [];
  const heardOf = new Map<string, string>();
  const succeeded = new Set<string>();
  let current = new Set<string>();
  let begun = false;
  for (const { event } of events) {
    const { body } = event;
    if (body.kind === 'step-succeeded') succeeded.add(body.step);
    if (body.kind === 'call-proposed' && !current.has(body.step)) findings.push(`${body.step} is not in the plan`);
    if (body.kind === 'call-proposed') begun = true;
    if (body.kind !== 'plan-proposed' && body.kind !== 'plan-revised') continue;
    // A plan of which nothing was begun may give way to another.
    if (body.kind === 'plan-proposed' && !begun) heardOf.clear();
    for (const step of body.plan.steps) {
      const known = heardOf.get(step.id);
      if (known !== undefined && (known !== JSON.stringify(step) || !succeeded.has(step.id)))
        findings.push(`${step.id} is used again`);
      heardOf.set(step.id, JSON.stringify(step));
    }
    current = new Set(body.plan.steps.map(({ id }) => id));
  }
  return findings;
}

function checkEnd(events: readonly StoredEvent[]): Findings {
  const at = events.findIndex(({ event }) => event.body.kind === 'run-finished');
  if (at < 0) return ['it has no end'];
  const after = events.slice(at + 1).filter(({ event }) => !fromOutside.has(event.body.kind));
  return after.map(({ event }) => `${event.body.kind} after run-finished`);
}

const place = ({ step, item, attempt }: { step: string; item: number; attempt: number }): string =>
  `${step}:${item}:${attempt}`;
