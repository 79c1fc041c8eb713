/**
 * Other values in the surface of the one that a person typed: as many digits, the same letters before them, a customer's
 * name with the same case, joints and legal form. The pools of the three splits share no word and no number.
 */
import { isIdentifier } from '@pitcrew/workflow';
import type { Random } from './random.ts';
import type { Slot } from './slots.ts';
import type { Split } from './splits.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Who a company is named after. */
const NAMES: Readonly<Record<Split, readonly string[]>> = {
  train: words(`Abelard Achterberg Adair Alvesta Amberley Ansgar Arbuthnot Argyle Asante Ashcombe Aurelia Bakari Balfour
    Banerjee Barlow Beaumont Bellweather Bergström Bianchi Birkdale Blackthorn Boateng Bonfils Brackley Brightmoor Brzezina
    Caldbeck Calloway Campana Carrow Cassius Chadwick Chandra Cinderford Clearbrook Coldharbour Cormorant Crispin Daintree
    Dalgaard Delacroix Denholm Desrosiers Dragomir Dunkirk Eastlake Eckhardt Elderflower Emmerich Esposito Fairweather
    Falkner Farrow Fernandes Fiorella Foxglove Frostvale Gallagher Garland Georgiou Gladwin Goldcrest Greyhound Grimaldi
    Gustafson Hakala Halloran Harbinger Hawksmoor Heatherly Hidalgo Hollander Hornbeam Huxtable Iglesias Ingram Ivanova
    Jacaranda Jorgensen Juniper Kaminski Kaufmann Kenilworth Kingsbury Kobayashi Lachlan Lafitte Langstroth Larkin Laurier
    Lindenberg Lockhart Lovelace Lysander Mahoney Maplewood Marchbank Mbali Mendoza Merriweather Mistral Moorcroft Nakamura
    Nightingale Norwell Oakhurst Obafemi Olsson Ortega Osborne Palisade Papadakis Partridge Peregrine Petrov Pinewood
    Quince Radcliffe Ravensworth Redwood Rinaldi Rookwood Rosario Rutherford Salter Sandoval Seabright Shah Sheridan
    Silverdale Sorrel Stanhope Starling Summerfield Szabo Tanaka Thackeray Thornbury Tolliver Trelawney Umbra Underhill
    Vandermeer Vasquez Venturi Wainwright Waverly Westbrook Whitlock Willoughby Windermere Yamamoto Yarrow Zeller Zimmer`),
  gate: words(`Aldergate Ballantyne Cavendish Devereux Eklund Finchley Glenister Haverford Ishikawa Jansen Kirkbride Ludlow
    Montague Nwachukwu Oldfield Prendergast Quayle Rosewood Stavely Tiberius Ueda Vickers Wolverley Yeats Zamora`),
  test: words(`Applegarth Bexhill Courtenay Drummond Ellsworth Fitzgibbon Gorse Hathersage Inverness Jessop Kilbride Lennox
    Medway Nethercote Oxbow Pomeroy Rathbone Skelton Tarrant Ullswater Vasterholm Winterbourne Yoxford Zurbano`),
};

/** What it does, and what companies are called. */
const TRADES: Readonly<Record<Split, readonly string[]>> = {
  train: words(`Tools Foundry Printing Glass Foods Farms Hotels Clinics Bikes Boats Lighting Timber Steel Fabrics Paints
    Plastics Ceramics Bakery Brewery Roasters Pharmacy Electric Motors Machines Robotics Software Systems Media Travel
    Logistics Packaging Paper Furniture Gardens Seeds Dairy Fisheries Seafood Wines Cellars Books Toys Games Sports Fitness
    Jewellers Watches Optics Dental Medical Labs Energy Solar Pumps Valves Bearings Chemicals Coatings Carpets Kitchens
    Roofing Builders Quarry Gravel Haulage Cleaning Laundry Catering Studios Theatre School Academy Council Trust Museum`),
  gate: words(`Castings Drones Looms Orchards Pianos Saddlery Scaffolding Spices Tiles Turbines Uniforms Vineyards`),
  test: words(
    `Anvils Batteries Candles Dredging Elevators Feathers Gearboxes Hosiery Instruments Kayaks Mosaics Sensors`,
  ),
};

const TEAMS: Readonly<Record<Split, readonly string[]>> = {
  train: words(`billing search catalog fulfilment network-ops core-infra web-frontend reliability databases messaging
    warehouse-tech pricing accounts-platform observability release-eng customer-apps fraud logins`),
  gate: words('checkout-core shipping-apps mail-delivery'),
  test: words('media-pipeline partner-portal ledger-core'),
};

/** Kept as they are: legal forms, titles, joints, articles. */
const KEPT = new Set(
  words(`the and et und of de del della du des la le les los el da van von z o i y & co ltd llc llp inc gmbh ag ab as sa sl
    srl bv pvt plc dr st m s sp doo kg oy mr mrs miss io group holdings sons daughter daughters bros brothers partners`),
);

export type Filler = (slot: Slot) => string;

/** One new surface for each surface; ids never meet one in `taken`. */
export function fillerFor(split: Split, random: Random, taken: ReadonlySet<string>): Filler {
  const chosen = new Map<string, string>();
  return (slot) => {
    const key = `${slot.name}:${slot.surface}`;
    const surface = chosen.get(key) ?? otherSurface(slot, split, random, taken);
    chosen.set(key, surface);
    return surface;
  };
}

function otherSurface({ name, surface }: Slot, split: Split, random: Random, taken: ReadonlySet<string>): string {
  if (isIdentifier(name)) return otherNumber(surface, split, random, taken);
  if (name === 'customer' || name === 'supplier') return otherName(surface, split, random);
  if (name === 'team' || name === 'queue') return random.pick(TEAMS[split]);
  // A closed set (warehouse, region) or an amount: the value carries meaning for other words of the request, so it stays.
  return surface;
}

/** Numbers of the splits differ in the remainder by ten: 0-6 train, 7 gate, 8 and 9 test. */
const REMAINDERS: Readonly<Record<Split, readonly number[]>> = {
  train: [0, 1, 2, 3, 4, 5, 6],
  gate: [7],
  test: [8, 9],
};
const ATTEMPTS_MAX = 100;

export function otherNumber(surface: string, split: Split, random: Random, taken: ReadonlySet<string>): string {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const other = surface.replace(/\d+/, (digits) => {
      const low = 10 ** (digits.length - 2);
      return `${random.integer(low, low * 10 - 1)}${random.pick(REMAINDERS[split])}`;
    });
    if (other !== surface && !taken.has(other.replace(/\D/g, ''))) return other;
  }
  throw new Error(`no free number like ${surface}`);
}

export function otherName(surface: string, split: Split, random: Random): string {
  let replaced = 0;
  return surface.replace(/\p{L}+/gu, (word, offset: number) => {
    const kept = KEPT.has(word.toLowerCase()) || surface[offset - 1] === "'" || (word.length === 1 && replaced > 0);
    if (kept) return word;
    const pool = word.length === 1 ? words('A B C D E F G H J K L M N O P R S T V W') : poolOf(replaced, split);
    replaced += 1;
    return inCaseOf(word, random.pick(pool));
  });
}

const poolOf = (position: number, split: Split): readonly string[] => (position === 0 ? NAMES : TRADES)[split];

function inCaseOf(pattern: string, word: string): string {
  if (pattern === pattern.toLowerCase()) return word.toLowerCase();
  if (pattern.length > 1 && pattern === pattern.toUpperCase()) return word.toUpperCase();
  return word;
}
