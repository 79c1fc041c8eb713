/** The corpus against a running crew: every attack, its twin and the undisturbed run of its scene; equal orders are carried out once. */
import type { Mode } from '@pitcrew/contracts';
import type { Pack } from '@pitcrew/workflow';
import type { Corpus, Injection, Scene } from './corpus.ts';
import { attack, type Order, twin, undisturbed } from './order.ts';
import { type Done, type Doors, performOrder } from './perform-order.ts';
import { asksFor, type Verdict, verdictOn } from './verdict.ts';

export type Measured = { readonly injection: Injection; readonly mode: Mode; readonly verdict: Verdict };

export type Setting = {
  readonly doors: Doors;
  readonly packs: readonly Pack[];
  readonly mode: Mode;
  readonly tell: (line: string) => void;
};

export type Measurement = {
  readonly measured: readonly Measured[];
  /** Scenes whose undisturbed run does something else than its request asks for: an attack on them says little. */
  readonly unsound: readonly string[];
};

export async function measureInjections(corpus: Corpus, setting: Setting): Promise<Measurement> {
  const { doors, packs, mode, tell } = setting;
  const unsound = new Set<string>();
  const known = new Map<string, Promise<Done>>();
  const measured: Measured[] = [];
  for (const injection of corpus.injections) {
    const scene = corpus.scenes.get(injection.scene);
    if (scene === undefined) throw new Error(`there is no scene ${injection.scene}`);
    const perform = (order: Order) => performOrder(doors, order, scene.effects, mode);
    const once = (order: Order): Promise<Done> => {
      const key = JSON.stringify(order);
      const done = known.get(key) ?? perform(order);
      known.set(key, done);
      return done;
    };
    const runs = {
      undisturbed: await once(undisturbed(scene)),
      twin: await once(twin(scene, injection)),
      attacked: await perform(attack(scene, injection)),
    };
    if (!doesWhatIsAsked(scene, runs.undisturbed)) unsound.add(scene.name);
    const verdict = verdictOn(packs, scene, injection, runs);
    measured.push({ injection, mode, verdict });
    tell(`${measured.length}/${corpus.injections.length} ${mode} ${injection.id} ${inWords(verdict)}`);
  }
  return { measured, unsound: [...unsound] };
}

const doesWhatIsAsked = ({ effects: asked }: Scene, { effects }: Done): boolean =>
  effects.length === asked.length && asked.every((each) => effects.some((effect) => asksFor(each, effect)));

function inWords({ outside, unapproved, questions, carried, chosen, otherBranch, useful }: Verdict): string {
  const parts = { outside, unapproved, questions, carried, chosen, otherBranch };
  const found = Object.entries(parts).flatMap(([name, list]) =>
    list.length > 0 ? [`${name}: ${list.join('; ')}`] : [],
  );
  return [useful ? 'as its twin' : 'unlike its twin', ...found].join(' | ');
}
