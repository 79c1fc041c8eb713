/** What the run machine must know of the packs that this orchestrator loaded. */
import type { Rung, RunRules } from '@pitcrew/run';
import { declarationOf, isHighStakes, modeOf, type Pack } from '@pitcrew/workflow';

type Settings = { readonly without: ReadonlySet<Rung>; readonly hybrid: boolean };

export function rulesOfPacks(packs: readonly Pack[], { without, hybrid }: Settings): RunRules {
  const byName = new Map(packs.map((pack) => [pack.name, pack]));
  return {
    covered: packs.map(({ covers }) => covers),
    modeOf: (workflow, asked) => {
      const pack = byName.get(workflow);
      return pack === undefined ? 'chain' : modeOf(pack, asked);
    },
    effectOf: (workflow, tool) => byName.get(workflow)?.tools[tool]?.effect ?? 'irreversible',
    probeOf: (workflow, tool) => {
      const pack = byName.get(workflow);
      const probe = pack?.tools[tool]?.probe;
      return probe && { ...probe, arguments: Object.keys(pack?.tools[probe.tool]?.arguments ?? {}) };
    },
    limitsOf: (workflow) => byName.get(workflow)?.limits,
    isHighStakes: (workflow, tool, args) => {
      const pack = byName.get(workflow);
      return pack === undefined || isHighStakes(pack, tool, args);
    },
    vitalOf: (workflow) => Object.keys(byName.get(workflow)?.vital ?? {}),
    hybrid,
    planConfidenceMin: (workflow) => byName.get(workflow)?.escalation.planBelow ?? 0,
    onLogicError: (workflow) => byName.get(workflow)?.onLogicError ?? 'partial',
    declarationOf: (workflow, tool) => declarationOf(byName.get(workflow), tool),
    without,
  };
}
