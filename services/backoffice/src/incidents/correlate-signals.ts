/**
 * Finds the likely cause of an alert by fixed rules over the signals and the time of the deploy, first match first:
 * an error that names a dependency; a deploy shortly before the alert; an error or a latency of an overloaded service;
 * otherwise noise. The same signals always give the same answer.
 */
import { z } from 'zod';
import { rowOf } from '../sql.ts';
import { defineTool, refuseInput, type ToolCall } from '../tool.ts';
import { type Alert, findAlert } from './alerts.ts';

const input = z.strictObject({
  alert_id: z.string().min(1).max(64).describe('Id of the alert'),
  top_error: z.string().describe('The most frequent error in the logs'),
  error_count: z.int().min(0).describe('Number of errors in the logs'),
  p95_ms: z.int().min(0).describe('95th percentile of the latency'),
  version: z.string().min(1).describe('The version that runs'),
});
type Signals = z.output<typeof input>;

type Finding = { readonly cause: string; readonly likelihood: number; readonly suspect: string };

const DEPENDENCY = /refused|unreachable|upstream|no such host|reset by peer|service unavailable/i;
const OVERLOAD = /exhausted|queue full|out of memory|throttl|too many|deadline exceeded/i;
const SLOW_MS = 2000;
const ERRORS_MANY = 10;
const DEPLOY_SUSPICIOUS_MINUTES = 120;

export const correlateSignals = defineTool({
  name: 'correlate_signals',
  title: 'Correlate signals',
  description: 'Find the likely cause of an alert from its logs, metrics and deploys.',
  effect: 'read',
  input,
  output: z.object({ cause: z.string(), likelihood: z.number(), suspect: z.string() }),
  run: (call) => {
    const alert = findAlert(call.database, call.input.alert_id);
    const minutes = minutesFromDeploy(call, alert);
    const { input: signals } = call;
    return (
      dependencyOutage(signals, alert) ??
      deployRegression(signals, alert, minutes) ??
      saturation(signals, alert) ??
      NOISE
    );
  },
});

const NOISE: Finding = { cause: 'noise', likelihood: 0.6, suspect: 'none' };

function dependencyOutage({ top_error: error, error_count: errors }: Signals, alert: Alert): Finding | undefined {
  if (!DEPENDENCY.test(error)) return undefined;
  const named = /\b[a-z0-9.-]+:\d+\b/i.exec(error)?.[0];
  return { cause: 'dependency outage', likelihood: errors >= ERRORS_MANY ? 0.9 : 0.7, suspect: named ?? alert.service };
}

/** The closer the deploy, the likelier. */
function deployRegression(signals: Signals, { service }: Alert, minutes: number | undefined): Finding | undefined {
  if (minutes === undefined || minutes > DEPLOY_SUSPICIOUS_MINUTES || signals.error_count < ERRORS_MANY)
    return undefined;
  const likelihood = Number((0.95 - (0.25 * minutes) / DEPLOY_SUSPICIOUS_MINUTES).toFixed(2));
  return { cause: 'deploy regression', likelihood, suspect: `${service} ${signals.version}` };
}

function saturation({ top_error: error, p95_ms: latencyMs }: Signals, { service }: Alert): Finding | undefined {
  const signs = Number(OVERLOAD.test(error)) + Number(latencyMs >= SLOW_MS);
  if (signs === 0) return undefined;
  return { cause: 'saturation', likelihood: signs === 2 ? 0.9 : 0.7, suspect: service };
}

/** Minutes between the deploy and the alert; undefined when the version was deployed later, or nothing was ever deployed. */
function minutesFromDeploy({ database, input: { version } }: ToolCall<Signals>, alert: Alert): number | undefined {
  if (version === 'none') return undefined;
  const sql = 'SELECT deployed_at FROM deploys WHERE service = ? AND version = ?';
  const deploy =
    rowOf(database, z.object({ deployed_at: z.string() }), sql, alert.service, version) ??
    refuseInput(`version ${version} of ${alert.service} not found`);
  const minutes = (Date.parse(alert.started_at) - Date.parse(deploy.deployed_at)) / 60_000;
  return minutes >= 0 ? minutes : undefined;
}
