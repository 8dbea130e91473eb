import type { ShellLine } from './shell-line.ts';

/** Programs that pass on what they are given, and end well whatever it was. */
const FILTERS = new Set(['cat', 'head', 'tail', 'wc', 'sort', 'uniq', 'tr', 'cut', 'rev', 'tac', 'nl']);

/** Whether the last part of a pipe hides how the others ended: `… | tail -1`. */
export function isFilter(line: ShellLine, exists: (program: string) => boolean): boolean {
  if (line.kind !== 'run' || line.direct) return false;
  const [name, ...rest] = line.words;
  const readsFiles = rest.some((it) => it === null || it.includes('/'));
  return typeof name === 'string' && FILTERS.has(name) && !readsFiles && exists(name);
}

/** Whether `set -o pipefail` stands anywhere in a line, or may: then a pipe ends as badly as the worst of its parts. */
export function setsPipefail(line: ShellLine): boolean {
  switch (line.kind) {
    case 'run':
      return line.words[0] === 'set' && line.words.includes('pipefail');
    case 'opaque':
      return true;
    case 'not':
    case 'subshell':
    case 'background':
      return setsPipefail(line.of);
    default:
      return setsPipefail(line.left) || setsPipefail(line.right);
  }
}
