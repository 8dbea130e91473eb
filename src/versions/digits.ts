/** Orders texts by their code units. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Orders strings of digits by their number, of whatever length; an empty one is zero. */
export function compareDigits(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [withoutZeros(a), withoutZeros(b)];
  return left.length - right.length || compareText(left, right);
}

function withoutZeros(digits: string): string {
  let start = 0;
  while (start < digits.length && digits.charCodeAt(start) === 0x30) start += 1;
  return start === 0 ? digits : digits.slice(start);
}

/** Orders lists of numbers; where one ends, `missing` stands in, or (null) it is the lower one. */
export function compareNumbers(a: readonly string[], b: readonly string[], missing: string | null): number {
  const both = Math.max(a.length, b.length);
  for (let i = 0; i < both; i += 1) {
    const [left, right] = [a[i] ?? missing, b[i] ?? missing];
    if (left === null || right === null) return left === right ? 0 : left === null ? -1 : 1;
    const order = compareDigits(left, right);
    if (order !== 0) return order;
  }
  return 0;
}

/** The number after this one. */
export function successor(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '9') end -= 1;
  const zeros = '0'.repeat(digits.length - end);
  return end === 0 ? `1${zeros}` : `${digits.slice(0, end - 1)}${Number(digits[end - 1]) + 1}${zeros}`;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** Whether the text is one digit or more, and nothing else. */
export function isNumber(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (!isDigit(text.charCodeAt(i))) return false;
  return text !== '';
}

/** An order by what is parsed: what cannot be parsed comes first, among itself by text. */
export function parsedFirst<T>(
  parse: (version: string) => T | null,
  compare: (a: T, b: T) => number,
): (a: string, b: string) => number {
  return (a, b) => {
    if (a === b) return 0;
    const [left, right] = [parse(a), parse(b)];
    if (left === null || right === null) return left === right ? compareText(a, b) : left === null ? -1 : 1;
    return compare(left, right);
  };
}
