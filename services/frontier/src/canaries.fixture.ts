/** Sixty things that must not leave, each with a sentence that people or tools would say it in. None is real. */
export type Canary = { readonly secret: string; readonly within?: string };

/** `{}` is where the secret stands. */
const each = (within: string, ...secrets: readonly string[]): Canary[] => secrets.map((secret) => ({ secret, within }));

export const CANARIES: readonly Canary[] = [
  ...each(
    'use the key {} for it',
    'sk-canary0a1B2c3D4e5F6g7H8',
    'sk_live_canary51HxyzABCdef',
    'ghp_canaryA1b2C3d4E5f6G7h8I9j0',
    'AKIACANARY1234567890',
  ),
  ...each(
    'use the key {} for it',
    'xoxb-canary-1234-abcdEFGH',
    'glpat-canary_9xYzAbCdEf12',
    'AIzaCanarySyA1b2C3d4E5f6G7',
    'hf_canaryQwErTyUiOpAsDf12',
  ),
  ...each('api_key={}', 'canary-8f14e45f', 'CANARYKEY77', 'c4n4ry'),
  ...each('my password: {}', 'canary-hunter', 'Tr0ub4dor&canary', 'kanarienvogel!', 'пароль-канарейка'),
  ...each('the passphrase is {}, go on', 'correct canary battery staple', 'yellow bird in the mine'),
  ...each(
    'Authorization: Bearer {}',
    'canary.aGVsbG8.d29ybGQ',
    'canary-token-value',
    'eyJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOjF9.c2lnbmF0dXJl',
  ),
  ...each('Authorization: Basic {}', 'Y2FuYXJ5OnBhc3M='),
  ...each(
    '-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----',
    'MIICanaryAgEAAoIBAQC7',
    'MC4CAQAwBQYDK2VwBCIEIcanary',
  ),
  ...each('connect to postgres://app:{}@db.internal/main', 'canarypw'),
  ...each('pay with {} please', '4111 1111 1111 1111', '5500-0000-0000-0004', '378282246310005', '6011000990139424'),
  ...each(
    'the account is {}',
    'DE89 3704 0044 0532 0130 00',
    'GB29NWBK60161331926819',
    'FR14 2004 1010 0505 0001 3M02 606',
    'NL91ABNA0417164300',
  ),
  ...each(
    'write to {} about it',
    'canary@example.com',
    'ada.lovelace+canary@mail.example.org',
    'kanarie_1@bücher.example',
    'c@n.io',
  ),
  ...each('call {} first', '+44 20 7946 0958', '0049 30 901820', '(030) 901-8241', '555-867-5309', '+1 (415) 555-2671'),
  ...each(
    'it is for {}',
    'Ada Lovelace',
    'Gruber Büromöbel',
    'Siobhán Ní Dhomhnaill',
    '田中太郎',
    'Bank of Ireland',
    "O'Canary & Sons",
  ),
  ...each('it is for {}', 'canaryworks', 'Canarini Fratelli', 'Żółć Kanarek', 'Mary-Jane Canarby'),
  ...each('the order is {}', 'CN-990017', '77120934', 'canary_0042', 'INV/2026/0815'),
  ...each('she earns {} a year', '83,417', '61.250,75', '48213.99'),
  ...each('see {}', 'https://intra.example.com/canary?id=7', 'www.canary-secret.example'),
];

export const sentenceWith = ({ secret, within = '{}' }: Canary): string => within.replace('{}', () => secret);
