/** What Go's `unicode.IsSpace` calls a space: BuildKit trims and splits by it. */
export function isSpace(code: number): boolean {
  if (code <= 0xff) return (code >= 9 && code <= 13) || code === 0x20 || code === 0x85 || code === 0xa0;
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** What separates words where BuildKit splits by pattern: `[\t\v\f\r ]`. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 9 || (code >= 11 && code <= 13);
}

/** A range of a text, end exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The range without spaces at both ends. */
export function trimmed(text: string, range: Range): Range {
  let { start, end } = range;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return { start, end };
}

/** The range without blanks at its start. */
export function behindBlanks(text: string, { start, end }: Range): Range {
  let from = start;
  while (from < end && isBlank(text.charCodeAt(from))) from++;
  return { start: from, end };
}

/** The text without what Go calls spaces at both ends. */
export function trim(text: string): string {
  const { start, end } = trimmed(text, { start: 0, end: text.length });
  return text.slice(start, end);
}
