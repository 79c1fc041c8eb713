export * from './catalogue.ts';
export { checkPlan } from './check-plan.ts';
export * from './check-revision.ts';
export * from './check-tools.ts';
export { declarationOf } from './declaration.ts';
export {
  dependencies,
  expandPlan,
  type PlanNumbers,
  type RequestCondition,
  type RequestReading,
} from './expand-plan.ts';
export * from './high-stakes.ts';
export { isIdentifier } from './identifier.ts';
export * from './load-packs.ts';
export * from './mode-of.ts';
export * from './pack.ts';
export * from './reference-candidates.ts';
export * from './replan-plan.ts';
export * from './result-rule.ts';
