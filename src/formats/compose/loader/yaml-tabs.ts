import type { YamlFault } from './yaml-scan.ts';

const SCALAR = '\x1f'; // the lexer's own marks, which have no width
const MARKS: ReadonlySet<string> = new Set(['\x02', '\x18', SCALAR]);

/** What stands before the white space of a line, as far as it decides whether tabs may be there. */
type Before = 'plain' | 'dash' | 'other';

/**
 * A tab where Compose's parser takes none: it indents a line, be it a blank one or a comment, or follows a dash. Behind a
 * plain value its column decides, as the value may go on.
 */
export function tabFault(lexemes: readonly string[]): YamlFault | null {
  let [offset, column, indent, brackets] = [0, 0, 0, 0];
  let before: Before = 'other';
  let isLineStart = true;
  let last = '';
  for (const lexeme of lexemes) {
    const previous = last;
    last = lexeme;
    if (MARKS.has(lexeme)) continue;
    const isScalar = previous === SCALAR;
    if (!isScalar && /^[ \t]+$/.test(lexeme)) {
      const tab = lexeme.indexOf('\t');
      const at = tab < 0 ? Infinity : column + tab;
      if (at < firstAllowed(before, isLineStart, indent, brackets)) return faultOf(offset + tab, before);
    } else if (/^\r?\n$/.test(lexeme)) {
      if (before === 'dash') before = 'other';
      isLineStart = true;
    } else {
      if (isLineStart) indent = column;
      if (!isScalar) brackets += Number(/^[[{]$/.test(lexeme)) - Number(/^[\]}]$/.test(lexeme));
      isLineStart = isScalar && lexeme.endsWith('\n');
      before = isScalar ? (isLineStart ? 'other' : 'plain') : lexeme === '-' && brackets === 0 ? 'dash' : 'other';
    }
    offset += lexeme.length;
    column = lexeme.endsWith('\n') ? 0 : column + lexeme.length;
  }
  return null;
}

/** The column from which on a tab may stand. */
function firstAllowed(before: Before, isLineStart: boolean, indent: number, brackets: number): number {
  if (before === 'dash') return Infinity;
  if (!isLineStart) return 0;
  if (before === 'plain') return brackets > 0 ? 1 : indent + 1;
  return brackets > 0 ? 0 : Infinity;
}

function faultOf(start: number, before: Before): YamlFault {
  const message = before === 'dash' ? 'a tab stands behind the dash' : 'a tab indents this line';
  const advice = before === 'dash' ? 'write a space' : 'indent it with spaces: YAML takes no tabs there';
  return { message, start, end: start + 1, advice };
}
