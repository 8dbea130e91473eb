// `tsx scripts/picture.ts IN.ansi OUT.svg [TITLE]`: draws what a terminal showed, as crisp text and without a browser.
import { readFileSync, writeFileSync } from 'node:fs';
import { argv, exit } from 'node:process';
import { type Cell, type Look, Screen } from '../test/golden/screen.ts';

const CELL = 8.4;
const LINE = 19;
const SIZE = 14;
const MARGIN = 18;
const BAR = 36;
const INKS = ['#3b4252', '#f47067', '#7ee787', '#f2cc60', '#79b8ff', '#d2a8ff', '#76e3ea', '#d0d7de'];
const DEFAULT_INK = '#d0d7de';
const PAPER = '#0d1117';
const GROUNDS = ['#161b22', '#a40e26', '#1a7f37', '#7d4e00', '#0550ae', '#6639ba', '#1b7c83', '#6e7781'];

interface Run {
  readonly column: number;
  readonly text: string;
  readonly width: number;
  readonly look: Look;
}

/** Neighbours that look the same; a wide letter stands alone, so that the grid holds whatever the font does. */
function runsOf(row: readonly Cell[]): Run[] {
  const runs: Run[] = [];
  let column = 0;
  for (const { letter, width, look } of row) {
    const last = runs.at(-1);
    const joins =
      last &&
      width === 1 &&
      last.width === last.text.length &&
      same(last.look, look) &&
      /^[\x20-\x7e]+$/.test(last.text + letter);
    if (joins) runs[runs.length - 1] = { ...last, text: last.text + letter, width: last.width + 1 };
    else runs.push({ column, text: letter, width, look });
    column += width;
  }
  return runs.filter(({ text, look }) => text.trim() !== '' || look.ground !== null);
}

function same(a: Look, b: Look): boolean {
  return a.bold === b.bold && a.dim === b.dim && a.ink === b.ink && a.ground === b.ground;
}

function draw({ column, text, width, look }: Run, top: number): string {
  const x = MARGIN + column * CELL;
  const { ground, ink, dim, bold } = look;
  const paper =
    ground === null
      ? ''
      : `<rect x="${n(x)}" y="${top - 14}" width="${n(width * CELL)}" height="${LINE}" rx="3" fill="${GROUNDS[ground - 40] ?? PAPER}"/>`;
  const fill = ink === null ? DEFAULT_INK : (INKS[ink % 10] ?? DEFAULT_INK);
  const style = `${bold ? ' font-weight="700"' : ''}${dim ? ' opacity="0.62"' : ''}`;
  return `${paper}<text x="${n(x)}" y="${top}" fill="${fill}"${style} textLength="${n(width * CELL)}" lengthAdjust="spacingAndGlyphs">${escape(text)}</text>`;
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(' ', '\u00a0');
}

function svg(screen: Screen, title: string): string {
  const rows = screen.rows.slice();
  while (rows.length > 0 && (rows.at(-1)?.length ?? 0) === 0) rows.pop();
  const columns = Math.max(40, ...rows.map((row) => row.reduce((sum, { width }) => sum + width, 0)));
  const width = Math.ceil(columns * CELL + 2 * MARGIN);
  const height = rows.length * LINE + BAR + 2 * MARGIN - 8;
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (fill, index) => `<circle cx="${20 + index * 18}" cy="18" r="5.5" fill="${fill}"/>`,
  );
  const lines = rows.flatMap((row, index) => runsOf(row).map((run) => draw(run, BAR + MARGIN + 8 + index * LINE)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}">`,
    `<rect width="${width}" height="${height}" rx="10" fill="${PAPER}" stroke="#30363d"/>`,
    ...dots,
    `<text x="${width / 2}" y="22" fill="#8b949e" text-anchor="middle" font-family="system-ui, sans-serif" font-size="12.5">${escape(title)}</text>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${SIZE}" xml:space="preserve">`,
    ...lines,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

const [from, to, title = 'tickproof verify'] = argv.slice(2);
if (from === undefined || to === undefined) {
  console.error('picture: tsx scripts/picture.ts IN.ansi OUT.svg [TITLE]');
  exit(2);
}
const screen = new Screen();
screen.write(readFileSync(from, 'utf8').replaceAll('\r\n', '\n').replaceAll('\t', '        '));
writeFileSync(to, svg(screen, title));
