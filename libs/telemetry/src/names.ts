/**
 * Every span and attribute name of the product, in one place; metrics stand in metric-names.ts. Telemetry is part of the interface, and a
 * dashboard or an alert may rely on what stands here.
 *
 * The GenAI and messaging conventions are still in development and moved to repositories of their own, so their names
 * are plain strings here and not imported constants. `rpc.*` follows the stable conventions of semconv 1.45.
 */

/** Span names. Those with a target in them (`chat smollm2...`) are built by the functions. */
export const spanNames = {
  /** The root of a run's trace: the short span in which the gateway records the request. */
  submitRun: 'submit_run',
  /** From the claim of a run until it parks or ends; one for each owner. */
  invokeWorkflow: (workflow: string): string => `invoke_workflow ${workflow}`,
  route: 'invoke_agent router',
  plan: 'plan planner',
  replan: 'replan planner',
  propose: 'invoke_agent executor',
  judge: 'invoke_agent validator',
  askFrontier: 'invoke_agent frontier',
  /** What an escalation may cost, and what it did cost. */
  reserveSpend: 'reserve_spend',
  settleSpend: 'settle_spend',
  /** One call of a model. */
  chat: (model: string): string => `chat ${model}`,
  /** One call of a tool; carries `mcp.method.name` as well. */
  executeTool: (tool: string): string => `execute_tool ${tool}`,
  /** The wait for a person's decision, from the request to the answer. */
  awaitApproval: (tool: string): string => `await_approval ${tool}`,
  /** The wait for a person to look at a step that failed. */
  awaitReview: (tool: string): string => `await_review ${tool}`,
  send: (destination: string): string => `send ${destination}`,
  process: (destination: string): string => `process ${destination}`,
} as const;

export const attributeNames = {
  serviceName: 'service.name',
  serviceInstance: 'service.instance.id',
  errorType: 'error.type',
  errorStack: 'exception.stacktrace',
  serverAddress: 'server.address',
  serverPort: 'server.port',

  tenant: 'pitcrew.tenant',
  run: 'pitcrew.run.id',
  step: 'pitcrew.step',
  item: 'pitcrew.item',
  attempt: 'pitcrew.attempt',
  performance: 'pitcrew.performance',
  tool: 'pitcrew.tool',
  workflow: 'pitcrew.workflow',
  variation: 'pitcrew.variation',
  epoch: 'pitcrew.epoch',
  sequence: 'pitcrew.sequence',
  redelivered: 'pitcrew.redelivered',
  planVersion: 'pitcrew.plan.version',
  eventKind: 'pitcrew.event.kind',
  confidence: 'pitcrew.confidence',
  clarity: 'pitcrew.clarity',
  passed: 'pitcrew.verdict.passed',
  errorClass: 'pitcrew.error.class',
  executed: 'pitcrew.executed',
  /** Whether a failed call of a frontier API may have cost money. */
  charged: 'pitcrew.charged',
  approved: 'pitcrew.approved',
  /** Of a review: retry, skip, take-over or abort. */
  resolution: 'pitcrew.resolution',
  runStatus: 'pitcrew.run.status',
  stopReason: 'pitcrew.run.stop_reason',
  ladderRung: 'pitcrew.ladder.rung',
  ladderOutcome: 'pitcrew.ladder.outcome',
  escalation: 'pitcrew.escalation.number',
  escalationCause: 'pitcrew.escalation.cause',
  escalationOutcome: 'pitcrew.escalation.outcome',
  slotWaitMs: 'pitcrew.model.slot_wait_ms',
  prefillMs: 'pitcrew.model.prefill_ms',
  decodeMs: 'pitcrew.model.decode_ms',

  /** The context ledger: what the executor's model reads and writes, in its own tokens, against its window. */
  contextFixed: 'pitcrew.context.fixed_tokens',
  contextStep: 'pitcrew.context.step_tokens',
  contextResults: 'pitcrew.context.results_tokens',
  contextScratchpad: 'pitcrew.context.scratchpad_tokens',
  contextTotal: 'pitcrew.context.total_tokens',
  contextWindow: 'pitcrew.context.window_tokens',
  contextLeft: 'pitcrew.context.left_tokens',
  /** Ids of the steps whose results the model did not read in full. */
  contextSummarised: 'pitcrew.context.summarised_steps',

  /** Frontier spend, in whole micro-dollars. */
  budgetReservation: 'pitcrew.budget.reservation',
  budgetPurpose: 'pitcrew.budget.purpose',
  budgetAnswer: 'pitcrew.budget.answer',
  budgetAmount: 'pitcrew.budget.amount_micro_usd',
  budgetOutputMax: 'pitcrew.budget.output_tokens_max',
  budgetScope: 'pitcrew.budget.scope',
  budgetPeriod: 'pitcrew.budget.period',
  budgetThreshold: 'pitcrew.budget.threshold_percent',
  budgetLimit: 'pitcrew.budget.limit_micro_usd',
  budgetSpent: 'pitcrew.budget.spent_micro_usd',
  /** Of one entry of the ledger. */
  budgetFacts: 'pitcrew.budget.facts',
  /** Attempts at one entry; more than one when other replicas were faster. */
  budgetAttempts: 'pitcrew.budget.attempts',

  genAiOperation: 'gen_ai.operation.name',
  genAiProvider: 'gen_ai.provider.name',
  genAiRequestModel: 'gen_ai.request.model',
  genAiRequestTokensMax: 'gen_ai.request.max_tokens',
  genAiAgent: 'gen_ai.agent.name',
  genAiWorkflow: 'gen_ai.workflow.name',
  genAiConversation: 'gen_ai.conversation.id',
  genAiTool: 'gen_ai.tool.name',
  genAiToolCall: 'gen_ai.tool.call.id',
  /** `input` or `output`, of a metric. */
  genAiTokenType: 'gen_ai.token.type',
  genAiInputTokens: 'gen_ai.usage.input_tokens',
  genAiCachedTokens: 'gen_ai.usage.cache_read.input_tokens',
  genAiOutputTokens: 'gen_ai.usage.output_tokens',
  /** What was written; only where an operator has asked for it (message-content.ts). */
  genAiInputMessages: 'gen_ai.input.messages',
  genAiOutputMessages: 'gen_ai.output.messages',
  genAiToolArguments: 'gen_ai.tool.call.arguments',
  genAiToolResult: 'gen_ai.tool.call.result',
  mcpMethod: 'mcp.method.name',

  rpcSystem: 'rpc.system.name',
  rpcMethod: 'rpc.method',
  rpcStatus: 'rpc.status_code',

  messagingSystem: 'messaging.system.name',
  messagingDestination: 'messaging.destination.name',
  messagingOperation: 'messaging.operation.name',
  messagingOperationType: 'messaging.operation.type',
  messagingMessage: 'messaging.message.id',
} as const;

/** Names of events within a span. */
export const eventNames = {
  /** Spend has reached a threshold of a limit. */
  budgetAlert: 'pitcrew.budget.alert',
  /** A rung of the ladder was used; on the run's `invoke_workflow` span. */
  ladderRung: 'pitcrew.ladder.rung',
} as const;

/** Values of `gen_ai.operation.name`, and the provider that local models are reported under. */
export const genAi = {
  provider: 'llama_cpp',
  chat: 'chat',
  plan: 'plan',
  invokeAgent: 'invoke_agent',
  invokeWorkflow: 'invoke_workflow',
  executeTool: 'execute_tool',
} as const;
