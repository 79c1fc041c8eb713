export * from './catalogue.ts';
export * from './check-plan.ts';
export * from './check-tools.ts';
export { expandPlan, type PlanNumbers, type RequestCondition, type RequestReading } from './expand-plan.ts';
export * from './high-stakes.ts';
export * from './load-packs.ts';
export * from './pack.ts';
export * from './reference-candidates.ts';
export * from './result-rule.ts';
