/** Keeps what the frontier may cost: reserves before a call, settles after it, and says when little is left. */
import { busSettings, openBus } from '@pitcrew/bus';
import { budgetService, LEDGER_STREAM, LEDGER_SUBJECT } from '@pitcrew/contracts';
import { authenticatorOf, implement, report, runService } from '@pitcrew/rpc';
import { readConfig } from './config.ts';
import { budgetHandlers, FOR_OPERATORS } from './handlers.ts';
import { logAlert } from './log-alert.ts';
import { openBudget } from './open-budget.ts';
import { observeSpend } from './spend-gauges.ts';

await runService('budget', async ({ instance, env }) => {
  const authenticate = authenticatorOf(env);
  const config = readConfig(env);
  const bus = await openBus({
    ...busSettings(env),
    service: 'budget',
    instance,
    onProblem: (_what, error) => report('budget', error),
  });
  const log = await bus.subjectLog({ stream: LEDGER_STREAM, subject: LEDGER_SUBJECT });
  const budget = await openBudget({
    log,
    instance,
    config,
    now: bus.now,
    onAlert: logAlert,
    report: (error) => report('budget', error),
  });
  observeSpend(budget);
  return {
    services: [implement(budgetService, budgetHandlers(budget), { authenticate, methods: FOR_OPERATORS })],
    isReady: bus.isUp,
    close: async () => {
      await budget.stop();
      await bus.close();
    },
  };
});
