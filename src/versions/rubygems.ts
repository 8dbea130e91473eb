import { constraintHolds, plainly } from './constraint.ts';
import { compareDigits, compareText, isNumber, parsedFirst, successor } from './digits.ts';
import type { VersionOrder } from './order.ts';

const VALID = /^\s*(?:\d+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)?\s*$/;
const PLATFORM =
  /^(?:x86|x86_64|x64|i[3-6]86|universal|arm|armv\w+|arm64|aarch64|powerpc\w*|ppc\w*|s390x|riscv64|sparc\w*|mswin\w*|mingw\w*|java|jruby|dalvik)$/;

/** Ruby gems. */
export const rubygems: VersionOrder = {
  compare: parsedFirst(read, compareSegments),
  isValid: (version) => VALID.test(version),
  satisfies: (version, constraint, dialect) =>
    holds(dialect === 'grype' ? withoutPlatform(version) : version, constraint),
};

function holds(version: string, constraint: string): boolean {
  const segments = read(version);
  if (segments === null) return false;
  return constraintHolds(constraint, ({ operator, bound }) => {
    const other = read(bound);
    if (other === null) return null;
    const order = compareSegments(segments, other);
    if (operator !== '~>') return plainly(operator, order);
    return order >= 0 && compareSegments(release(segments), bumped(segmentsOf(bound))) < 0;
  });
}

/** `1.19.3-aarch64-linux-gnu` is 1.19.3, built. */
function withoutPlatform(version: string): string {
  const parts = version.split('-');
  const platform = parts.findIndex((it, i) => i > 0 && PLATFORM.test(it));
  return platform < 0 ? version : parts.slice(0, platform).join('-');
}

/** Segments without the zeros that do not count: at the end, and before the first word. */
function read(version: string): readonly string[] | null {
  if (!VALID.test(version)) return null;
  const segments = segmentsOf(version);
  const word = segments.findIndex((it) => !isNumber(it));
  if (word < 0) return withoutZeros(segments);
  return [...withoutZeros(segments.slice(0, word)), ...withoutZeros(segments.slice(word))];
}

function segmentsOf(version: string): readonly string[] {
  const text = version.trim();
  return (text === '' ? '0' : text.replaceAll('-', '.pre.')).match(/\d+|[a-zA-Z]+/g) ?? [];
}

function withoutZeros(segments: readonly string[]): readonly string[] {
  let end = segments.length;
  while (end > 0 && /^0+$/.test(segments[end - 1] ?? '')) end -= 1;
  return segments.slice(0, end);
}

/** Words come before numbers; what is missing is zero. */
function compareSegments(a: readonly string[], b: readonly string[]): number {
  const both = Math.max(a.length, b.length);
  for (let i = 0; i < both; i += 1) {
    const [left, right] = [a[i] ?? '0', b[i] ?? '0'];
    const [isLeft, isRight] = [isNumber(left), isNumber(right)];
    if (isLeft !== isRight) return isLeft ? 1 : -1;
    const order = isLeft ? compareDigits(left, right) : compareText(left, right);
    if (order !== 0) return order;
  }
  return 0;
}

function release(segments: readonly string[]): readonly string[] {
  const word = segments.findIndex((it) => !isNumber(it));
  return word < 0 ? segments : segments.slice(0, word);
}

/** `1.4.4` reaches up to 1.5, `1.4` up to 2, `1` up to 2. */
function bumped(segments: readonly string[]): readonly string[] {
  const numbers = release(segments);
  const kept = numbers.length > 1 ? numbers.slice(0, -1) : numbers;
  return [...kept.slice(0, -1), successor(kept.at(-1) ?? '0')];
}
