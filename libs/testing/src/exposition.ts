/**
 * What a scrape answers, read strictly: the text format of Prometheus as a scraper takes it. Refuses a sample without a type, a name
 * or label that a scraper would refuse, and a histogram whose buckets do not add up; so a test that reads metrics has checked them.
 */
export type Sample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};
export type Family = {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly samples: readonly Sample[];
};

const METADATA = /^# (HELP|TYPE|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(?:,|$)/gy;
const PARTS = ['_bucket', '_sum', '_count'];

export async function scrape(address: string): Promise<ReadonlyMap<string, Family>> {
  const response = await fetch(`http://${address}/metrics`);
  const type = response.headers.get('content-type') ?? '';
  if (!response.ok || !type.startsWith('text/plain')) throw new Error(`${address} answered ${response.status} ${type}`);
  return parseExposition(await response.text());
}

export function parseExposition(text: string): ReadonlyMap<string, Family> {
  const families = new Map<string, { help: string; type: string; samples: Sample[] }>();
  const familyOf = (name: string) => {
    const found = families.get(name) ?? { help: '', type: '', samples: [] };
    families.set(name, found);
    return found;
  };
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, keyword, name = '', words = ''] = METADATA.exec(line) ?? [];
    if (keyword === 'HELP') familyOf(name).help = words;
    else if (keyword === 'TYPE') familyOf(name).type = words;
    else if (keyword === undefined && !line.startsWith('#')) {
      const sample = parseSample(line);
      familyOf(families.has(sample.name) ? sample.name : baseOf(sample.name)).samples.push(sample);
    }
  }
  return new Map([...families].map(([name, family]) => [name, checked({ name, ...family })]));
}

const baseOf = (name: string): string => {
  const part = PARTS.find((each) => name.endsWith(each));
  return part === undefined ? name : name.slice(0, -part.length);
};

function parseSample(line: string): Sample {
  const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`not a sample: ${line}`);
  const pairs = [...labels.matchAll(LABEL)];
  if (pairs.map(([pair]) => pair).join('') !== labels) throw new Error(`labels that cannot be read: ${line}`);
  return { name, labels: Object.fromEntries(pairs.map(([, key, text]) => [key, text])), value: numberOf(value) };
}

function numberOf(text: string): number {
  const value = text === '+Inf' ? Number.POSITIVE_INFINITY : Number(text);
  if (Number.isNaN(value)) throw new Error(`not a number: ${text}`);
  return value;
}

function checked(family: { name: string; help: string; type: string; samples: Sample[] }): Family {
  const { name, help, type, samples } = family;
  if (type !== 'counter' && type !== 'gauge' && type !== 'histogram') throw new Error(`${name} has no known type`);
  if (help === '') throw new Error(`${name} has no help`);
  if (type === 'counter' && !name.endsWith('_total')) throw new Error(`the counter ${name} does not end in _total`);
  const seen = new Set(samples.map((sample) => JSON.stringify([sample.name, Object.entries(sample.labels).sort()])));
  if (seen.size !== samples.length) throw new Error(`${name} has a series twice`);
  if (type === 'histogram') checkBuckets(name, samples);
  return { name, help, type, samples };
}

/** Buckets of one series never fall, and the last holds all. */
function checkBuckets(name: string, samples: readonly Sample[]): void {
  const seriesOf = ({ le: _, ...labels }: Sample['labels']) => JSON.stringify(Object.entries(labels).sort());
  for (const counted of samples.filter((sample) => sample.name === `${name}_count`)) {
    const series = seriesOf(counted.labels);
    const buckets = samples
      .filter((sample) => sample.name === `${name}_bucket` && seriesOf(sample.labels) === series)
      .map(({ value }) => value);
    if (buckets.some((value, at) => value < (buckets[at - 1] ?? 0))) throw new Error(`buckets of ${name} fall`);
    if (buckets.at(-1) !== counted.value) throw new Error(`the last bucket of ${name} is not its count`);
  }
}
