import type { ErrorCode, YAMLParseError } from 'yaml';
import { blockFault } from './yaml-indent.ts';
import { type Bracket, closing, lineOf, restAt, scanned, type YamlFault } from './yaml-scan.ts';

type Tell = (text: string, start: number, end: number, said: string) => YamlFault | null;

/** The parser tells where it could not go on; this tells what was done before, which is what is to be mended. */
export function yamlFault(text: string, { code, pos, message }: YAMLParseError): YamlFault {
  const [start, end] = pos;
  return (
    bracketFault(text, code, code === 'MULTILINE_IMPLICIT_KEY' ? end : start) ??
    TELLING[code]?.(text, start, end, message) ?? { message, start, end: Math.max(start, end), advice: null }
  );
}

/** Codes of what stops a parser where a bracket or a quotation is still open. */
const OF_OPEN: ReadonlySet<ErrorCode> = new Set([
  'MISSING_CHAR',
  'MULTILINE_IMPLICIT_KEY',
  'BLOCK_IN_FLOW',
  'BAD_INDENT',
  'UNEXPECTED_TOKEN',
]);

function bracketFault(text: string, code: ErrorCode, fault: number): YamlFault | null {
  if (!OF_OPEN.has(code)) return null;
  const { open, quote, wrong } = scanned(text, fault);
  if (wrong && wrong.at <= fault) return wrongFault(text, wrong);
  if (quote) return quoteFault(text, quote.start, quote.end, fault);
  const unclosed = open.findLast(({ at }) => lineOf(text, at) < lineOf(text, fault) || fault >= text.trimEnd().length);
  return unclosed && code !== 'UNEXPECTED_TOKEN' ? openFault(text, unclosed, fault) : null;
}

function wrongFault(text: string, { at, open }: { readonly at: number; readonly open: Bracket | null }): YamlFault {
  const written = text.charAt(at);
  if (open === null)
    return {
      message: `\`${written}\` closes nothing`,
      start: at,
      end: at + 1,
      advice: 'take it away, or open it before',
    };
  const message = `\`${written}\` stands where \`${open.sign}\` is to be closed`;
  return { message, start: at, end: at + 1, advice: `write \`${closing(open.sign)}\`` };
}

function openFault(text: string, { at, sign }: Bracket, fault: number): YamlFault {
  const what = sign === '[' ? 'list' : 'mapping';
  return {
    message: `the ${what} that begins with \`${sign}\` is never closed`,
    start: at,
    end: at + 1,
    advice: `close it with \`${closing(sign)}\` on line ${lastLineInside(text, at, fault)}`,
  };
}

/** The last line that may belong to what is open: before one that begins with a key no deeper than where it was opened. */
function lastLineInside(text: string, at: number, fault: number): number {
  const lines = text.slice(0, fault).split('\n');
  const first = lineOf(text, at);
  const indent = indentOf(text.split('\n')[first - 1] ?? '');
  const next = text.split('\n').findIndex((line, i) => i >= first && isKey(line) && indentOf(line) <= indent);
  const last = next < 0 ? lines.length + (fault >= text.trimEnd().length ? 0 : 1) : next;
  const kept = text.split('\n').slice(0, Math.max(first, last));
  return kept.findLastIndex((line) => line.trim() !== '' && !line.trim().startsWith('#')) + 1;
}

const isKey = (line: string): boolean => /^\s*(?:- )?[\w."'-]+:(?:\s|$)/.test(line);
const indentOf = (line: string): number => line.length - line.trimStart().length;

function quoteFault(text: string, start: number, end: number, fault: number): YamlFault | null {
  const quote = text.charAt(start);
  const line = lineOf(text, start);
  const stretch = { start, end: start + restAt(text, start).length };
  const advice = `close it with \`${quote}\` on line ${line}`;
  if (end < 0) return { ...stretch, message: 'the quotation that begins here is never closed', advice };
  const last = lineOf(text, end - 1);
  if (last > line)
    return {
      ...stretch,
      message: `the quotation that begins here runs on to line ${last}, where something follows it`,
      advice,
    };
  const rest = restAt(text, fault);
  return {
    message: 'something stands behind the quotation',
    start: fault,
    end: fault + Math.max(1, rest.trimEnd().length),
    advice:
      quote === "'"
        ? "put all of it into the quotes, and write `''` for a quote inside"
        : 'put all of it into the quotes',
  };
}

const TELLING: Partial<Record<ErrorCode, Tell>> = {
  BLOCK_AS_IMPLICIT_KEY: blockFault,
  BAD_INDENT: blockFault,
  MULTILINE_IMPLICIT_KEY: blockFault,
  MISSING_CHAR: (text, start, end, said) =>
    /flow/.test(said) ? commaFault(text, start) : blockFault(text, start, end, said),
  BLOCK_IN_FLOW: commaFault,
  UNEXPECTED_TOKEN: (text, start, end, said) => {
    const before = text.slice(0, start).trimEnd().at(-1) ?? '';
    if (!/node end/.test(said) || !/[\]}]/.test(before)) return null;
    const advice = 'put the whole value in quotes';
    return { message: `something stands behind the \`${before}\``, start, end: Math.max(start + 1, end), advice };
  },
  TAB_AS_INDENT: (_, start, end) => ({
    message: 'a tab indents this line',
    start,
    end,
    advice: 'indent it with spaces: YAML takes no tabs there',
  }),
  BAD_SCALAR_START: (text, start) => ({
    message: `a value cannot begin with ${text.charAt(start) === '`' ? 'a backtick' : `\`${text.charAt(start)}\``}`,
    start,
    end: start + restAt(text, start).trimEnd().length,
    advice: 'put it in quotes',
  }),
  BAD_DQ_ESCAPE: (text, start) => {
    const escape = text.slice(start, start + 2);
    const advice = `write \`\\${escape}\` for a backslash, or take single quotes`;
    return { message: `\`${escape}\` is no escape`, start, end: start + 2, advice };
  },
};

function commaFault(text: string, start: number): YamlFault {
  const rest = restAt(text, start);
  const at = start + Math.max(0, rest.search(/\S/));
  return {
    message: 'a `,` is missing before this',
    start: at,
    end: at + Math.max(1, /^[^,\]}]*/.exec(text.slice(at, start + rest.length))?.[0].trimEnd().length ?? 1),
    advice: 'write `,` between the two, or put them in quotes as one',
  };
}
