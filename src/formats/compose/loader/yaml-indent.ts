import { lineOf, restAt, type YamlFault } from './yaml-scan.ts';

/** A line of the text that a parser stumbled over. */
interface Line {
  readonly number: number;
  readonly start: number;
  readonly text: string;
  readonly indent: number;
}

/** What is wrong with a line outside of all brackets: its indentation, its colon, or what it stands among. */
export function blockFault(text: string, start: number, _end: number, said: string): YamlFault | null {
  const lines = linesOf(text);
  const here = lines[lineOf(text, start) - 1];
  if (!here) return null;
  if (/compact mappings/.test(said)) return compactFault(text, start, lines, here);
  if (/^(?:<{7}|={7}|>{7})/.test(here.text))
    return at(here, 'a conflict of two branches is left here', 'keep one side of it');
  if (/same column|block sequence/.test(said)) return neighbourFault(lines, here);
  return /[Ii]mplicit/.test(said) ? colonFault(here) : null;
}

function linesOf(text: string): readonly Line[] {
  let start = 0;
  return text.split('\n').map((line, i) => {
    const it = { number: i + 1, start, text: line.trimEnd(), indent: line.length - line.trimStart().length };
    start += line.length + 1;
    return it;
  });
}

const isWritten = ({ text }: Line): boolean => text.trim() !== '' && !text.trim().startsWith('#');

function at({ start, text, indent }: Line, message: string, advice: string): YamlFault {
  return { message, start: start + indent, end: start + Math.max(indent, text.length), advice };
}

/** A value that goes on where a key is meant, or holds a colon. */
function compactFault(text: string, start: number, lines: readonly Line[], here: Line): YamlFault | null {
  const rest = restAt(text, start);
  const colon = /: |:$/.exec(rest.trimEnd());
  if (colon) {
    const from = start + colon.index;
    const advice = 'put the value in quotes';
    return { message: '`: ` stands in a value without quotes', start: from, end: from + 1, advice };
  }
  if (rest.startsWith('? '))
    return { message: 'a value cannot begin with `? `', start, end: start + 1, advice: 'put it in quotes' };
  const next = lines.find((line) => line.number > here.number && isWritten(line));
  if (!next) return null;
  const message = `this line is indented deeper than line ${here.number}, whose value is there already`;
  return at(next, message, `indent it by ${spaces(columnOf(here))}, as that line is`);
}

/** Where a line's key begins, behind the dashes of lists. */
function columnOf({ text, indent }: Line): number {
  return indent + (/^(?:- +)*/.exec(text.slice(indent))?.[0].length ?? 0);
}

const isElement = ({ text }: Line): boolean => /^\s*-(?:\s|$)/.test(text);

function neighbourFault(lines: readonly Line[], here: Line): YamlFault {
  const above = lines.slice(0, here.number - 1).filter(isWritten);
  const twin = above.findLast(({ indent }) => indent <= here.indent);
  if (twin?.indent === here.indent && isElement(here) !== isElement(twin))
    return isElement(here)
      ? at(here, 'an element of a list stands among keys', 'indent it below its key, or take the `-` away')
      : at(
          here,
          'a key stands among the elements of a list',
          'begin it with `- `, or indent it as the key of the list',
        );
  // those of a kind that are nearest, above all others
  const near = above.filter((it) => isElement(it) === isElement(here));
  const distance = ({ indent }: Line) => Math.abs(indent - here.indent);
  const best = near.reduceRight<Line | null>(
    (found, it) => (found && distance(found) <= distance(it) ? found : it),
    null,
  );
  if (!best) return at(here, 'this line is indented as no line above it', 'indent it as its neighbours are');
  const message = `this line is indented by ${spaces(here.indent)}, line ${best.number} by ${best.indent}`;
  return at(here, message, `indent it by ${spaces(best.indent)}`);
}

const spaces = (count: number): string => `${count} space${count === 1 ? '' : 's'}`;

function colonFault(here: Line): YamlFault {
  const written = here.text.trim().replace(/\s#.*$/, '');
  const [, key = '', value = ''] = /^([\w.-]+)(?::|\s+)(\S.*)$/.exec(written) ?? [];
  return at(
    here,
    'this line has no `: ` behind its key',
    key === ''
      ? 'write `: ` behind the key, or indent the line as part of the value above'
      : `write \`${key}: ${value}\``,
  );
}
