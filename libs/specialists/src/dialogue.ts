/**
 * The question of a conversation to a writer: which tool is called next, if any, and with which arguments? The form is filled
 * over closed sets, field by field: first the tool among those that are offered, or none; then each slot of its schema. A
 * list is filled element by element until the sign for its end. Serving and training go through the same fields: the form says what
 * to ask next, given what was chosen, and `dialogueRow` is the way that the gold call takes through it.
 */
import { type ArgumentSource, canonicalJson, type JsonObject, type JsonValue, type NextCall } from '@pitcrew/contracts';
import { type Option, type Said, saidIn, scalarOptions, wholeOptions } from './dialogue-options.ts';
import { type Conversation, dialoguePrompt, type TokenBudget } from './dialogue-prompt.ts';
import { isObject } from './dialogue-results.ts';
import { type Slot, slotName, slotsOf } from './dialogue-slots.ts';
import type { WriterRow } from './rows.ts';

/** The label of "no call"; a tool may not be called this. */
export const NO_CALL = 'none';
/** Leaves an optional slot out, and ends a list. */
const LEFT_OUT = '-';
export const LIST_ITEMS_MAX = 8;

export type DialogueField = { readonly forced: string; readonly options: readonly string[] };

export type DialogueForm = {
  /** What is asked next, given the answers so far in their order; undefined when the form is complete. */
  readonly next: (values: readonly string[]) => DialogueField | undefined;
  /** What the answers of a complete form say. */
  readonly parse: (values: readonly string[]) => NextCall;
};

export function dialogueForm(conversation: Conversation): DialogueForm {
  const walk = walker(conversation);
  return {
    next: (values) => {
      const { asked, unsupported } = walk(values);
      const open = unsupported === undefined ? asked[values.length] : undefined;
      return open && fieldOf(open);
    },
    parse: (values) => {
      const [tool = ''] = values;
      const { asked, unsupported } = walk(values);
      if (unsupported !== undefined) return { kind: 'unsupported', tool, argument: unsupported };
      return tool === NO_CALL ? { kind: 'none' } : { kind: 'called', tool, ...argumentsOf(asked) };
    },
  };
}

export type GoldCall = { readonly tool: string; readonly arguments: JsonObject };

export type GoldPath = {
  /** The answers that lead to the gold call, as far as the form can say it. */
  readonly values: readonly string[];
  readonly asked: readonly DialogueField[];
  /** The argument that the form has no option for. */
  readonly unsupported: string | undefined;
};

/** The way of the gold call through the form; undefined is no call. */
export function goldPath(conversation: Conversation, gold: GoldCall | undefined): GoldPath {
  const walk = walker(conversation);
  const values: string[] = [];
  for (;;) {
    const { asked, unsupported } = walk(values);
    const path = { values, asked: asked.slice(0, values.length).map(fieldOf) };
    if (unsupported !== undefined) return { ...path, unsupported };
    const open = asked[values.length];
    if (open === undefined) return { ...path, unsupported: unsaid(asked, gold) };
    const pick = goldPick(open, gold);
    if (pick === undefined) return { ...path, unsupported: slotName(open) || 'tool' };
    values.push(pick);
  }
}

/** Of a call that the form can't say, the row teaches what comes before the argument that is missing. */
export function dialogueRow(
  conversation: Conversation,
  gold: GoldCall | undefined,
  budget: TokenBudget,
  voice: string,
): { readonly row: WriterRow; readonly unsupported: string | undefined } {
  const { values, asked, unsupported } = goldPath(conversation, gold);
  const pieces = values.flatMap((value, index) => {
    const { forced, options } = asked[index] as DialogueField;
    return [
      { text: forced, trained: false },
      { text: `${value}\n`, trained: options.length > 1, options: options.map((option) => `${option}\n`) },
    ];
  });
  return { row: { prompt: dialoguePrompt(conversation, budget), pieces, voice }, unsupported };
}

type Asked = {
  readonly path: readonly string[];
  /** Of a list, which element this is. */
  readonly element: number | undefined;
  readonly forced: string;
  readonly options: readonly Option[];
  /** Absent for the tool. */
  readonly slot: Slot | undefined;
  readonly answer: Option | undefined;
};

type Walk = { readonly asked: readonly Asked[]; readonly unsupported: string | undefined };

/** The sets of values are made once a conversation, however often the form is walked. */
function walker(conversation: Conversation): (values: readonly string[]) => Walk {
  const said = saidIn(conversation.messages);
  const known = new Map<string, Offers>();
  const offersFor = (tool: string, slot: Slot): Offers => {
    const name = `${tool} ${slotName(slot)}`;
    const offers = known.get(name) ?? offersOf(slot, said);
    known.set(name, offers);
    return offers;
  };
  return (values) => walkForm(conversation, offersFor, values);
}

/** Single values, and lists or objects that a result holds whole. */
type Offers = { readonly single: readonly Option[]; readonly whole: readonly Option[] };

function offersOf(slot: Slot, said: Said): Offers {
  const { type } = slot;
  const whole = type.kind === 'open' || type.kind === 'list' ? wholeOptions(slot, said) : [];
  if (type.kind === 'open') return { single: [], whole };
  return { single: scalarOptions(slot, type.kind === 'list' ? type.of : type, said), whole };
}

function walkForm(
  conversation: Conversation,
  offersFor: (tool: string, slot: Slot) => Offers,
  values: readonly string[],
): Walk {
  const names = [...conversation.tools.map(({ name }) => name), NO_CALL];
  const asked: Asked[] = [];
  const ask = (slot: Slot | undefined, options: readonly Option[], element?: number): Option | undefined => {
    const path = slot?.path ?? [];
    const forced = `${slot === undefined ? 'call' : slotName(slot)}${element === undefined ? '' : `[${element}]`}=`;
    const answer = answerOf(forced, options, values[asked.length]);
    asked.push({ path, element, forced, options, slot, answer });
    return answer;
  };
  const chosen = ask(
    undefined,
    names.map((name) => ({ text: name, value: name })),
  );
  const tool = conversation.tools.find(({ name }) => name === chosen?.value);
  if (tool === undefined) return { asked, unsupported: undefined };
  for (const slot of slotsOf(tool.parameters)) {
    const offers = offersFor(tool.name, slot);
    const filled = slot.type.kind === 'list' ? askList(slot, offers, ask) : askOne(slot, offers, ask);
    if (filled === 'unsupported') return { asked, unsupported: slotName(slot) };
    if (filled === 'waiting') break;
  }
  return { asked, unsupported: undefined };
}

type Ask = (slot: Slot, options: readonly Option[], element?: number) => Option | undefined;
/** `waiting`: what comes next depends on an answer that is not there yet. */
type Filled = 'going-on' | 'waiting' | 'unsupported';

const leftOut: Option = { text: LEFT_OUT, value: LEFT_OUT };
const isLeftOut = (option: Option | undefined): boolean => option?.text === LEFT_OUT;

function askOne(slot: Slot, { single, whole }: Offers, ask: Ask): Filled {
  const found = [...single, ...whole];
  const nothing = slot.nullable && !found.some(({ value }) => value === null) ? [{ text: 'null', value: null }] : [];
  const options = [...found, ...nothing, ...(slot.optional ? [leftOut] : [])];
  if (options.length === 0) return 'unsupported';
  ask(slot, options);
  return 'going-on';
}

/** Either a result's list as a whole, or elements until the sign for the end; an optional list that ends at once is left out. */
function askList(slot: Slot, { single: elements, whole }: Offers, ask: Ask): Filled {
  if (elements.length + whole.length === 0 && !slot.optional) return 'unsupported';
  const taken = new Set<string>();
  for (let element = 0; element < LIST_ITEMS_MAX; element += 1) {
    const open = elements.filter(({ text }) => !taken.has(text));
    const options = [...(element === 0 ? whole : []), ...open, leftOut];
    const answer = ask(slot, options, element);
    if (answer === undefined) return 'waiting';
    if (isLeftOut(answer) || whole.includes(answer)) return 'going-on';
    taken.add(answer.text);
  }
  return 'going-on';
}

function answerOf(forced: string, options: readonly Option[], text: string | undefined): Option | undefined {
  if (text === undefined) return undefined;
  const found = options.find((option) => option.text === text);
  if (found === undefined)
    throw new Error(`the writer's value for ${forced} is none of its options: ${JSON.stringify(text)}`);
  return found;
}

/** An object whose required member is left out is left out as a whole; a list that ended at once is left out or empty. */
function argumentsOf(asked: readonly Asked[]): { arguments: JsonObject; sources: ArgumentSource[] } {
  const args: Record<string, JsonValue> = {};
  const sources: ArgumentSource[] = [];
  for (const [name, fields] of Map.groupBy(asked.slice(1), ({ path }) => path.join('.'))) {
    const value = slotValue(fields);
    if (value === undefined) continue;
    place(args, fields[0]?.path ?? [], value);
    const given = fields.filter(({ answer }) => !isLeftOut(answer));
    sources.push(...given.map(({ answer }) => ({ argument: name, source: answer?.text ?? '' })));
  }
  return { arguments: args, sources };
}

function slotValue(fields: readonly Asked[]): JsonValue | undefined {
  const [first] = fields;
  if (first?.answer === undefined) return undefined;
  if (first.element === undefined) return isLeftOut(first.answer) ? undefined : first.answer.value;
  if (isLeftOut(first.answer)) return first.slot?.optional ? undefined : [];
  if (Array.isArray(first.answer.value)) return first.answer.value;
  return fields.flatMap(({ answer }) => (answer === undefined || isLeftOut(answer) ? [] : [answer.value]));
}

function place(into: Record<string, JsonValue>, [name = '', ...rest]: readonly string[], value: JsonValue): void {
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const inner: Record<string, JsonValue> = { ...(isObject(into[name] ?? null) ? (into[name] as JsonObject) : {}) };
  place(inner, rest, value);
  into[name] = inner;
}

function goldPick(open: Asked, gold: GoldCall | undefined): string | undefined {
  if (open.slot === undefined) return open.options.find(({ text }) => text === (gold?.tool ?? NO_CALL))?.text;
  const wanted = memberAt(gold?.arguments ?? {}, open.path);
  const textOf = (value: JsonValue): string | undefined =>
    open.options.find((option) => !isLeftOut(option) && canonicalJson(option.value) === canonicalJson(value))?.text;
  if (open.element === undefined || !Array.isArray(wanted))
    return wanted === undefined ? open.options.find(isLeftOut)?.text : textOf(wanted);
  const list: readonly JsonValue[] = wanted;
  const element = list[open.element];
  return (open.element === 0 ? textOf(list) : undefined) ?? (element === undefined ? LEFT_OUT : textOf(element));
}

/** What a call of these answers would still lack of the gold, or have beyond it. */
function unsaid(asked: readonly Asked[], gold: GoldCall | undefined): string | undefined {
  if (gold === undefined) return undefined;
  const { arguments: said } = argumentsOf(asked);
  if (canonicalJson(said) === canonicalJson(gold.arguments)) return undefined;
  const names = [...new Set([...Object.keys(gold.arguments), ...Object.keys(said)])];
  return (
    names.find((name) => canonicalJson(said[name] ?? null) !== canonicalJson(gold.arguments[name] ?? null)) ?? names[0]
  );
}

const memberAt = (args: JsonObject, path: readonly string[]): JsonValue | undefined =>
  path.reduce<JsonValue | undefined>((at, name) => (at !== undefined && isObject(at) ? at[name] : undefined), args);

const fieldOf = ({ forced, options }: Asked): DialogueField => ({ forced, options: options.map(({ text }) => text) });
