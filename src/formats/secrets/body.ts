/** So many bytes of one alphabet, and none of it after them. */
export interface Run {
  readonly alphabet: Uint8Array;
  readonly least: number;
  readonly most: number;
}

/** The form of what stands after a prefix or an assignment: a run, or a sticky expression for anything else. */
export type Body = Run | Form;

interface Form {
  readonly pattern: RegExp;
  /** No match is longer. */
  readonly reach: number;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const LETTERS = LOWER + UPPER;

const run = (letters: string) => {
  const alphabet = new Uint8Array(256);
  for (const letter of letters) alphabet[letter.charCodeAt(0)] = 1;
  return (least: number, most = least): Run => ({ alphabet, least, most });
};

export const digits = run(DIGITS);
export const hex = run(`${DIGITS}abcdefABCDEF`);
export const lowerHex = run(`${DIGITS}abcdef`);
export const letters = run(LETTERS);
export const alnum = run(LETTERS + DIGITS);
export const upperAlnum = run(UPPER + DIGITS);
export const base32 = run(`${UPPER}234567`);
/** As in bech32, in capitals. */
export const bech32 = run('QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L');
export const word = run(`${LETTERS}${DIGITS}_-`);
export const wordOrEquals = run(`${LETTERS}${DIGITS}_=-`);
export const dotted = run(`${LETTERS}${DIGITS}_=.-`);
export const base64 = run(`${LETTERS}${DIGITS}+/=`);
export const base64OrWord = run(`${LETTERS}${DIGITS}+/=_-`);

/** A sticky expression from its source, in either case. */
export function form(source: string, reach = 200): Form {
  return { pattern: new RegExp(source, 'yi'), reach };
}

export const UUID = '[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}';
export const uuid = form(UUID, 36);

/** Where the body that begins here ends; -1 when there is none. */
export function measure(
  body: Body,
  text: { readonly bytes: Uint8Array; slice(start: number, end: number): string },
  start: number,
): number {
  if ('pattern' in body) {
    body.pattern.lastIndex = 0;
    const match = body.pattern.exec(text.slice(start, start + body.reach));
    return match ? start + match[0].length : -1;
  }
  const { alphabet, least, most } = body;
  let at = start;
  for (const end = start + most + 1; at < end && alphabet[text.bytes[at] ?? 0] === 1; ) at++;
  return at - start >= least && at - start <= most ? at : -1;
}

/** Whether a token can end here: neither a word goes on, nor a name or path that only looked like one. */
export function ends(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  if (isWordByte(byte)) return false;
  return !(isJoint(byte) && isWordByte(bytes[at + 1]));
}

export function isWordByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (
    (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f
  );
}

const JOINTS = new Set(Buffer.from('.-/+='));

function isJoint(byte: number | undefined): boolean {
  return byte !== undefined && JOINTS.has(byte);
}
