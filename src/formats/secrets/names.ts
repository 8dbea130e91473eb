import { isPublished } from './published.ts';
import { entropyOf, isPlaceholder, isReferenceOrCode } from './placeholders.ts';

/** Words in a name that say its value is secret. */
export const SECRET_WORDS: readonly string[] = [
  'password', 'passwd', 'passphrase', 'pwd', 'secret', 'token', 'api_key', 'apikey', 'api-key', 'access_key', 'accesskey',
  'private_key', 'privatekey', 'credential', 'auth_key', 'encryption_key', 'signing_key', 'master_key', 'creds', '_auth',
  'private-key', 'access-key', 'auth-key', 'encryption-key', 'signing-key', 'master-key',
]; // biome-ignore format: a word list reads better in rows

/** The names hold ids, places, sizes or public values, whatever else they say. */
const HARMLESS =
  /(?:_|-|\b)(?:path|file|files|dir|folder|url|uri|host|port|version|id|ids|name|names|len|length|size|type|ttl|expir(?:y|es|ation)|timeout|age|count|limit|max|min|header|field|prefix|suffix|regex|pattern|policy|hash|sha\d*|algorithm|algo|enabled|required|public|hint|prompt|label|message|error|symbol|class|endpoint|issuer|audience|cookie_name|reset|manager|provider|store|ref|arn|mode|format|kind|status|command)s?$|^(?:gpg|pgp)_?keys?|public|^tokeniz|max_?tokens?|num_?tokens?|n_?tokens|(?:bos|eos|pad|unk|sep|cls|mask)_token|keyboard|keyword|keymap|keying|monkey|turkey|csrf|xsrf|key_?vault|selector|signature|alias|jsonwebtoken|key_?(?:pair|ring|store)|integrity|checksum|credentials?_?ids?\b/i;

export interface Assignment {
  readonly name: string;
  readonly value: string;
  /** Offset of the value. */
  readonly at: number;
  /** The value is quoted, or the name begins its line: configuration rather than an expression of some program. */
  readonly standsOut: boolean;
}

const NAME_CHAR = /[A-Za-z0-9_.-]/;
const LONGEST_NAME = 80;
const LONGEST_VALUE = 512;

/** Whether this name with this value, as a variable of an environment, gives a secret away. */
export function isSecretVariable(name: string, value: string): boolean {
  return (
    isSecretName(name) &&
    value.length >= 3 &&
    !isPublished(value) &&
    !isPlaceholder(value) &&
    !isReferenceOrCode(value) &&
    !isPublic(name, value)
  );
}

export function isSecretName(name: string): boolean {
  const lower = name.toLowerCase();
  return (
    SECRET_WORDS.some((word) => lower.includes(word)) && !HARMLESS.test(name.replaceAll(/([a-z])([A-Z])/g, '$1_$2'))
  );
}

/** In files that hold more than variables a value must also look like one: long, quoted or bare, and not a word of prose. */
export function looksRandom(value: string): boolean {
  return (
    value.length >= 8 && /[0-9]/.test(value) && /[A-Za-z]/.test(value) && !/\s/.test(value) && entropyOf(value) >= 3
  );
}

/** What ends a name, says how it is assigned, and may begin a block of YAML. */
const SEPARATOR =
  /^(?:\\?["'\]]){0,2}(?:[ \t]{1,4}string\b)?[ \t]{0,8}(=>|:{1,3}=|[?+.]?=(?!=)|:(?!:)|,|>)[ \t]{0,8}([|>][+-]?[ \t]{0,4}(?=\r?\n))?/;
const LONGEST_SEPARATOR = 32;
/** `${NAME:?message}`: what is said where nothing sets it, never a value. */
const REQUIRED = /^:\?/;
const BARE = /^(?:[^\s"'`,;&|<>\\]|\\(?![nr"']))*/;

/** A builder's mount: `type=secret,id=…`, also where a message goes on behind it. */
function isKindOfMount(text: string, start: number, end: number): boolean {
  if (text.slice(start, end) !== 'secret' || !/(?:^|[\s,="'])type=$/.test(text.slice(Math.max(0, start - 6), start)))
    return false;
  return /^(?:,[\w-]+=|: )/.test(text.slice(end, end + 50));
}

/** Reads `NAME=value`, `name: "value"`, `"name": "value"`, `<name>value</name>` around a word that ends at `end`; null where it is no assignment. */
export function assignmentAround(text: string, end: number): Assignment | null {
  let after = end;
  while (after - end < LONGEST_NAME && NAME_CHAR.test(text.charAt(after))) after++;
  const separator = SEPARATOR.exec(text.slice(after, after + LONGEST_SEPARATOR));
  if (!separator) return null;
  let start = end;
  while (start > 0 && end - start < LONGEST_NAME && NAME_CHAR.test(text.charAt(start - 1))) start--;
  const name = text.slice(start, after);
  if (REQUIRED.test(text.slice(after, after + 2)) && text.slice(start - 2, start) === '${') return null;
  const [whole, operator, block] = separator;
  if (isKindOfMount(text, start, after)) return null;
  const isElement = operator === '>';
  if (isElement && text.charAt(start - 1) !== '<') return null;
  let at = after + whole.length;
  if (block || isElement) at += /^\s{0,80}/.exec(text.slice(at, at + 80))?.[0].length ?? 0;
  const rest = text.slice(at, at + LONGEST_VALUE);
  const quoted = /^("""|'''|["'`])((?:\\.|(?!\1)[^\\\r\n])*)\1/.exec(rest) ?? /^(\\["'])([^\\"'\r\n]*)\1/.exec(rest);
  if (quoted) return { name, value: quoted[2] ?? '', at: at + (quoted[1] ?? '').length, standsOut: true };
  const before = text.slice(Math.max(0, start - 50), start);
  const standsOut = isElement || BEGINS_LINE.test(before) || (operator === '=' && BEGINS_TEXT.test(before));
  return { name, value: BARE.exec(rest)?.[0] ?? '', at, standsOut };
}

/** Before a name that begins its line. */
const BEGINS_LINE = /(?:^|\n)[ \t]{0,40}(?:export |ENV |ARG |- )?$/;

/** Before a name that begins a line of a text within a text. */
const BEGINS_TEXT = /(?:[^\\]["']|\\n)(?:export )?$/;

/** Numbers, sums and key ids of 40 hex digits under names of keys are published values. */
function isPublic(name: string, value: string): boolean {
  if (/^\d{1,6}(?:\.\d+)?$/.test(value) && !/pass|pwd/i.test(name)) return true;
  return /sha|sum|digest|fingerprint|gpg|integrity/i.test(name) && /^[0-9a-f]{32,128}$/i.test(value);
}
