import type { ScalarType } from './value.ts';

export interface Resolved {
  readonly type: ScalarType;
  readonly value: string | number | bigint | boolean | null;
}

const words = (type: ScalarType, value: Resolved['value'], ...all: string[]): [string, Resolved][] =>
  all.map((word) => [word, { type, value }]);

const WORDS: ReadonlyMap<string, Resolved> = new Map([
  ...words('null', null, '', '~', 'null', 'Null', 'NULL'),
  ...words('bool', true, 'true', 'True', 'TRUE'),
  ...words('bool', false, 'false', 'False', 'FALSE'),
  ...words('float', Number.NaN, '.nan', '.NaN', '.NAN'),
  ...words('float', Infinity, '.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'),
  ...words('float', -Infinity, '-.inf', '-.Inf', '-.INF'),
]);

const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const MOMENT =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)| +(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** What a plain scalar is: neither YAML 1.1 nor 1.2, but what Compose's parser makes of it. */
export function resolvePlain(text: string): Resolved {
  const word = WORDS.get(text);
  if (word) return word;
  if (!/^[-+.0-9]/.test(text)) return { type: 'string', value: text };
  if (isTime(text)) return { type: 'time', value: text };
  const bare = text.startsWith('.') ? text : text.replaceAll('_', '');
  return (text.startsWith('.') ? null : integerOf(bare)) ?? floatOf(bare) ?? { type: 'string', value: text };
}

const MOST = 2n ** 64n;
const LEAST = -(2n ** 63n);

function integerOf(text: string): Resolved | null {
  const parts = INTEGER.exec(text);
  if (!parts || text.length > 80) return null;
  const [, sign, hex, binary, octal, decimal = '0'] = parts;
  const size = BigInt(hex ? `0x${hex}` : binary ? `0b${binary}` : octal ? `0o${octal}` : decimal);
  const value = sign === '-' ? -size : size;
  if (value < LEAST || value >= MOST || (sign === '+' && value >= MOST / 2n)) return null;
  const isSafe = value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER);
  return { type: 'int', value: isSafe ? Number(value) : value };
}

function floatOf(text: string): Resolved | null {
  if (!FLOAT.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? { type: 'float', value } : null;
}

function isTime(text: string): boolean {
  if (!/^\d{4}-/.test(text)) return false;
  const [, year, month, day, ...clock] = DATE.exec(text) ?? MOMENT.exec(text) ?? [];
  if (year === undefined) return false;
  const [hours = 0, minutes = 0, seconds = 0] = clock.filter((it) => it !== undefined).map(Number);
  const isLeap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = Number(month) === 2 && isLeap ? 29 : (DAYS[Number(month) - 1] ?? 0);
  return Number(day) >= 1 && Number(day) <= days && hours < 24 && minutes < 60 && seconds < 60;
}

/** A time as JSON has it. */
export function isoTime(text: string): string {
  const [date = '', clock = '', zone = 'Z'] =
    text.split(/[Tt]| +/).length > 1 ? (/^(.*?)(?:[Tt]| +)(.*?)(Z|[-+]\d\d:\d\d)?$/.exec(text) ?? []).slice(1) : [text];
  const padded = (whole: string, by: string) =>
    whole
      .split(by)
      .map((part) => part.padStart(2, '0'))
      .join(by);
  const [seconds = '', fraction = ''] = clock.replace(',', '.').split('.');
  const rest = fraction.replace(/0{1,40}$/, '');
  const at = clock === '' ? '00:00:00' : `${padded(seconds, ':')}${rest === '' ? '' : `.${rest}`}`;
  return `${padded(date, '-')}T${at}${zone === '+00:00' ? 'Z' : zone}`;
}

const KNOWN: Readonly<Record<string, ScalarType>> = {
  str: 'string',
  int: 'int',
  float: 'float',
  bool: 'bool',
  null: 'null',
  timestamp: 'time',
};

/** A scalar with one of YAML's own tags; null where the text is none of that kind. */
export function resolveTagged(tag: string, text: string): Resolved | null {
  if (tag === 'binary') return binaryOf(text);
  const wanted = KNOWN[tag];
  if (wanted === undefined || wanted === 'string') return { type: 'string', value: text };
  const plain = resolvePlain(text);
  if (plain.type === wanted) return plain;
  return wanted === 'float' && plain.type === 'int' ? { type: 'float', value: Number(plain.value) } : null;
}

function binaryOf(text: string): Resolved | null {
  const bare = text.replaceAll(/[\r\n]/g, '');
  if (bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(bare)) return null;
  return { type: 'string', value: Buffer.from(bare, 'base64').toString('utf8') };
}
