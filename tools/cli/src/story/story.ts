/**
 * A run as a story: for each event who did what, in a line or a few. Owns the words and nothing else; layout and colour
 * are those of whoever prints the lines. Kinds that only serve the machinery (claims, timers) make no line.
 */
import { assertNever, type BodyOf, type Plan, type StoredEvent, type Verdict } from '@pitcrew/contracts';
import { modelMs, usageOf } from './figures.ts';
import { isOfEscalation, ofEscalation } from './of-escalation.ts';
import { ofPeople } from './of-people.ts';
import type { Said, StoryLine } from './story-line.ts';
import { assignments, resultText } from './values.ts';

/** Tells the events one by one, oldest first. */
export function storyteller(): (stored: StoredEvent) => StoryLine | undefined {
  let startedAt: number | undefined;
  const tools = new Map<string, string>();
  let shown: string | undefined;
  return ({ event: { body, at } }) => {
    startedAt ??= Date.parse(at);
    if (body.kind === 'plan-proposed' || body.kind === 'plan-revised')
      for (const { id, tool } of body.plan.steps) tools.set(id, tool);
    const said = say(body, (step) => `${step} ${tools.get(step) ?? ''}`.trimEnd());
    if (said === undefined) return undefined;
    const usage = usageOf(body);
    const cost = usage === undefined ? {} : { latencyMs: modelMs(usage), tokens: usage.outputTokens };
    const scratchpad = 'scratchpad' in body ? body.scratchpad : undefined;
    // The first call comes with the plan's scratchpad, which has been shown then.
    const thought = scratchpad === undefined || scratchpad === shown ? [] : scratchpadDetails(scratchpad);
    shown = scratchpad ?? shown;
    const details = [...(said.details ?? []), ...thought];
    return { tone: 'plain', elapsedMs: Date.parse(at) - startedAt, ...cost, ...said, details };
  };
}

function say(body: StoredEvent['event']['body'], named: (step: string) => string): Said | undefined {
  if (isOfEscalation(body)) return ofEscalation(body);
  switch (body.kind) {
    case 'run-requested':
      return { who: 'caller', text: `"${body.request.trim()}"` };
    case 'run-routed':
      return { who: 'router', ...routed(body) };
    case 'plan-proposed':
      return {
        who: body.escalation !== undefined ? 'frontier' : body.scratchpad === undefined ? 'planner' : 'executor',
        text: `${planned(body.plan)} ${percent(body.confidence)}`,
        details: body.scratchpad === undefined ? planDetails(body.plan) : [],
      };
    case 'plan-refused':
      return { who: 'orchestrator', text: `refuses the plan: ${body.message}`, tone: 'bad' };
    case 'plan-revised':
      return {
        who: 'planner',
        text: `${named(body.failedStep)}: ${body.repair}; ${planned(body.plan)} ${percent(body.confidence)}`,
        details: planDetails(body.plan),
      };
    case 'replan-refused':
      return { who: 'planner', text: `${named(body.step)}: ${body.message}` };
    case 'call-proposed':
      return {
        who: 'executor',
        text: `${body.step} ${body.tool}(${assignments(body.arguments)})${again(body.attempt)}`,
      };
    case 'call-refused':
      return { who: 'executor', text: `${named(body.step)}: ${body.message}`, tone: 'bad' };
    case 'call-judged':
      return judged(`${named(body.step)}: the call`, body.verdict);
    case 'step-judged':
      return judged(`${named(body.step)}: the result`, body.verdict);
    case 'run-judged':
      return judged('the whole run', body.verdict);
    case 'approval-requested':
    case 'approval-decided':
    case 'review-requested':
    case 'review-resolved':
    case 'clarification-wanted':
    case 'clarification-given':
    case 'cancel-requested':
      return ofPeople(body, named);
    case 'call-performed':
      return performed(body, named);
    case 'call-probed':
      return { who: 'executor', text: `${named(body.step)}: asks ${body.tool} whether it happened`, ...probed(body) };
    case 'step-failed':
      return {
        who: 'orchestrator',
        text: `${named(body.step)} failed (${body.stopReason}): ${body.message}`,
        tone: 'bad',
      };
    case 'step-skipped':
      return { who: 'orchestrator', text: `${named(body.step)} skipped: ${body.message}` };
    case 'run-parked':
      return {
        who: 'orchestrator',
        text: body.waitingForBudget
          ? 'waits until there is budget again'
          : ['waits for a person', body.waitingFor.map(named).join(', ')].filter(Boolean).join(': '),
      };
    case 'budget-raised':
    case 'run-claimed':
    case 'step-succeeded':
    case 'timer-fired':
    case 'run-finished':
      return undefined;
    default:
      return assertNever(body);
  }
}

function probed({ finding, latencyMs }: BodyOf<'call-probed'>): Pick<Said, 'details' | 'tone' | 'latencyMs'> {
  switch (finding.kind) {
    case 'took-effect':
      return { details: ['it did'], tone: 'good', latencyMs };
    case 'did-nothing':
      return { details: ['it did not, and may be repeated'], latencyMs };
    case 'not-known':
      return { details: [`it cannot be told: ${finding.message}`], tone: 'bad', latencyMs };
    default:
      return assertNever(finding);
  }
}

function routed({ route, question }: BodyOf<'run-routed'>): Pick<Said, 'text' | 'details'> {
  const workflow = `${route.workflow ?? 'no workflow covers this'} ${percent(route.workflowConfidence)}`;
  const clarity = `${route.clarity} ${percent(route.clarityConfidence)}`;
  return { text: `${workflow}, ${clarity}`, details: question === '' ? [] : [question] };
}

const planned = ({ steps, variation, version }: Plan): string =>
  `${steps.length} ${steps.length === 1 ? 'step' : 'steps'}, variation ${variation}${version > 1 ? `, plan ${version}` : ''}`;

const planDetails = ({ steps }: Plan): string[] =>
  steps.map(({ id, tool, dependsOn, forEach, when }) => {
    const after = dependsOn.length === 0 ? '' : ` after ${dependsOn.join(', ')}`;
    const each = forEach === undefined ? '' : ` for each ${forEach}`;
    const only = when === undefined ? '' : ` when ${when.reference} ${when.operator} ${JSON.stringify(when.literal)}`;
    return `${id} ${tool}${after}${each}${only}`;
  });

/** The lines between the marks; the call that follows is told by itself. */
const scratchpadDetails = (text: string): string[] =>
  text.slice(0, text.indexOf('</scratchpad>')).split('\n').slice(1, -1);

function performed(
  { step, outcome, latencyMs, performance }: BodyOf<'call-performed'>,
  named: (step: string) => string,
): Said {
  const who = 'backoffice';
  if (outcome.kind === 'succeeded') return { who, text: `${named(step)} -> ${resultText(outcome.result)}`, latencyMs };
  const retry = performance > 1 ? `, retry ${performance - 1}` : '';
  return {
    who,
    text: `${named(step)} failed (${outcome.errorClass}${retry}): ${outcome.message}`,
    tone: 'bad',
    latencyMs,
  };
}

const judged = (what: string, { passed, confidence, findings }: Verdict): Said => ({
  who: 'validator',
  text: `${what} ${passed ? 'passes' : 'does not pass'} ${percent(confidence)}`,
  details: findings,
  tone: passed ? 'plain' : 'bad',
});

const percent = (confidence: number): string => `(${confidence.toFixed(2)})`;
const again = (attempt: number): string => (attempt > 1 ? `, attempt ${attempt}` : '');
