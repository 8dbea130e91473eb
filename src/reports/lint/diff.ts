import { maskDockerfileLines } from '../../formats/index.ts';

const CONTEXT = 3;
const MOST_CELLS = 4_000_000;

interface Row {
  readonly kind: ' ' | '-' | '+';
  readonly text: string;
}

/** A unified diff of one file, as `patch` takes it unless a secret is masked in it; empty where nothing changed. `shownAs` keeps the lines of a text. */
export function unifiedDiff(
  path: string,
  before: string,
  after: string,
  shownAs: (text: string) => string = maskDockerfileLines,
): string {
  if (before === after) return '';
  const lines = rowsOf(linesOf(before), linesOf(after));
  const rows = shownRows(lines, linesOf(shownAs(before)), linesOf(shownAs(after)));
  const changed = rows.flatMap(({ kind }, index) => (kind === ' ' ? [] : [index]));
  const spans: { from: number; to: number }[] = [];
  for (const index of changed) {
    const last = spans.at(-1);
    const from = Math.max(0, index - CONTEXT);
    const to = Math.min(rows.length, index + CONTEXT + 1);
    if (last && from <= last.to) last.to = to;
    else spans.push({ from, to });
  }
  return `--- a/${path}\n+++ b/${path}\n${spans.map(({ from, to }) => hunk(rows, from, to)).join('')}`;
}

/** The rows with their lines as they are to be shown: they are compared as they are. */
function shownRows(rows: readonly Row[], before: readonly string[], after: readonly string[]): readonly Row[] {
  let [i, j] = [0, 0];
  return rows.map(({ kind, text }) => {
    const shown = kind === '+' ? after[j] : before[i];
    if (kind !== '+') i += 1;
    if (kind !== '-') j += 1;
    return { kind, text: shown ?? text };
  });
}

/** Lines with their ends: a last one without its end is another line than one with it. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function hunk(rows: readonly Row[], from: number, to: number): string {
  const count = (list: readonly Row[], without: Row['kind']) => list.filter(({ kind }) => kind !== without).length;
  const earlier = rows.slice(0, from);
  const own = rows.slice(from, to);
  const range = (without: Row['kind']) => {
    const length = count(own, without);
    return `${count(earlier, without) + (length === 0 ? 0 : 1)},${length}`;
  };
  const body = own.map(({ kind, text }) =>
    text.endsWith('\n') ? `${kind}${text}` : `${kind}${text}\n\\ No newline at end of file\n`,
  );
  return `@@ -${range('+')} +${range('-')} @@\n${body.join('')}`;
}

function rowsOf(before: readonly string[], after: readonly string[]): Row[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const shorter = Math.min(before.length, after.length) - head;
  while (tail < shorter && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const same = (text: string): Row => ({ kind: ' ', text });
  const middle = between(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  return [...before.slice(0, head).map(same), ...middle, ...before.slice(before.length - tail).map(same)];
}

/** By the longest common lines; where that would be too much to work out, all of it is replaced. */
function between(before: readonly string[], after: readonly string[]): Row[] {
  const removed = before.map((text): Row => ({ kind: '-', text }));
  const added = after.map((text): Row => ({ kind: '+', text }));
  if (before.length * after.length > MOST_CELLS) return [...removed, ...added];
  const width = after.length + 1;
  const longest = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      longest[i * width + j] =
        before[i] === after[j]
          ? (longest[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0);
  const rows: Row[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      rows.push({ kind: ' ', text: before[i] ?? '' });
      i += 1;
      j += 1;
    } else if ((longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0)) {
      rows.push(...removed.slice(i, i + 1));
      i += 1;
    } else {
      rows.push(...added.slice(j, j + 1));
      j += 1;
    }
  }
  return [...rows, ...removed.slice(i), ...added.slice(j)];
}
