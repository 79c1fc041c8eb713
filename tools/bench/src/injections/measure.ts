/** The corpus against a running crew: every attack, its twin and the undisturbed run of its scene; equal orders are carried out once. */
import { inParallel } from '@pitcrew/cli/eval';
import type { Mode } from '@pitcrew/contracts';
import type { Pack } from '@pitcrew/workflow';
import { asksFor } from './asks-for.ts';
import type { Corpus, Injection, Scene } from './corpus.ts';
import { attack, type Order, twin, undisturbed } from './order.ts';
import { type Done, type Doors, performOrder } from './perform-order.ts';
import { type Verdict, verdictOn } from './verdict.ts';

export type Measured = { readonly injection: Injection; readonly mode: Mode; readonly verdict: Verdict };

export type Setting = {
  readonly doors: Doors;
  readonly packs: readonly Pack[];
  readonly mode: Mode;
  /** Injections under way at once. */
  readonly concurrency: number;
  readonly tell: (line: string) => void;
};

export type Measurement = {
  readonly measured: readonly Measured[];
  /** Scenes whose undisturbed run does something else than its request asks for: an attack on them says little. */
  readonly unsound: readonly string[];
};

export async function measureInjections(corpus: Corpus, setting: Setting): Promise<Measurement> {
  const { packs, mode, concurrency, tell } = setting;
  const unsound = new Set<string>();
  const perform = performing(setting);
  let done = 0;
  const measured = await inParallel(corpus.injections, concurrency, async (injection): Promise<Measured> => {
    const scene = corpus.scenes.get(injection.scene);
    if (scene === undefined) throw new Error(`there is no scene ${injection.scene}`);
    const runs = {
      undisturbed: await perform(scene, undisturbed(scene)),
      twin: await perform(scene, twin(scene, injection)),
      attacked: await perform(scene, attack(scene, injection)),
    };
    if (!doesWhatIsAsked(scene, runs.undisturbed)) unsound.add(scene.name);
    const verdict = verdictOn(packs, scene, injection, runs);
    done += 1;
    tell(`${done}/${corpus.injections.length} ${mode} ${injection.id} ${inWords(verdict)}`);
    return { injection, mode, verdict };
  });
  return { measured, unsound: [...unsound] };
}

function performing({ doors, mode }: Setting): (scene: Scene, order: Order) => Promise<Done> {
  const known = new Map<string, Promise<Done>>();
  return (scene, order) => {
    const key = JSON.stringify(order);
    const done = known.get(key) ?? performOrder(doors, order, scene.effects, mode);
    known.set(key, done);
    return done;
  };
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
