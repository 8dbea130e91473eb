import { corruptArchive } from './header.ts';

/** Records of a pax extended header: `LENGTH KEY=VALUE\n`, the length counting itself. Values are UTF-8; later ones win. */
export function readPax(bytes: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at);
    const digits = blank === -1 ? '' : bytes.toString('latin1', at, Math.min(blank, at + 12));
    const end = at + Number(digits);
    if (!/^[1-9]\d*$/.test(digits) || end > bytes.length || bytes[end - 1] !== 0x0a)
      throw corruptArchive('A pax header is damaged');
    const equals = bytes.indexOf(0x3d, blank);
    if (equals === -1 || equals >= end) throw corruptArchive('A pax record has no value');
    records.set(bytes.toString('utf8', blank + 1, equals), valueOf(bytes, equals + 1, end - 1));
    at = end;
  }
  return records;
}

/** Attributes such as `security.capability` are bytes; one character per byte keeps them. */
function valueOf(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  return text.includes('\ufffd') ? bytes.toString('latin1', start, end) : text;
}

/** A size or an id in decimal; throws where it is none. */
export function paxNumber(key: string, text: string): number {
  if (!/^\d{1,16}(?:\.\d*)?$/.test(text)) throw corruptArchive(`The pax record ${key} is not a number`);
  return Math.trunc(Number(text));
}
