/** What the run machine must know of the packs that this orchestrator loaded. */
import type { Rung, RunRules } from '@pitcrew/run';
import { declarationOf, isHighStakes, modeOf, type Pack } from '@pitcrew/workflow';

export function rulesOfPacks(packs: readonly Pack[], without: ReadonlySet<Rung>): RunRules {
  const byName = new Map(packs.map((pack) => [pack.name, pack]));
  return {
    covered: packs.map(({ covers }) => covers),
    modeOf: (workflow, asked) => {
      const pack = byName.get(workflow);
      return pack === undefined ? 'chain' : modeOf(pack, asked);
    },
    effectOf: (workflow, tool) => byName.get(workflow)?.tools[tool]?.effect ?? 'irreversible',
    isHighStakes: (workflow, tool, args) => {
      const pack = byName.get(workflow);
      return pack === undefined || isHighStakes(pack, tool, args);
    },
    onLogicError: (workflow) => byName.get(workflow)?.onLogicError ?? 'partial',
    declarationOf: (workflow, tool) => declarationOf(byName.get(workflow), tool),
    without,
  };
}
