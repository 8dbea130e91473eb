/**
 * Globs over paths, as `bash` with globstar and dotglob: `*` and `?` stay within a name, `**` spans folders (none
 * included), `[a-z]`, `[!a-z]`, `{a,b}` (nested too), `\` escapes. A leading dot is a character like any other: what
 * looks for leaks must not pass over hidden files.
 */
export function globToRegExp(glob: string): RegExp {
  return new RegExp(`^(?:${expandBraces(glob).map(sourceOf).join('|')})$`, 's');
}

/**
 * A predicate over paths below a place. A glob without a slash is about names, at any depth (`*.ts`); one that begins
 * with `/` is about the whole path; any other about the path as seen from the place.
 */
export function pathMatcher(globs: readonly string[]): (path: string, place: string) => boolean {
  const each = globs.flatMap(expandBraces).filter((glob) => glob !== '');
  const names = together(each.filter((glob) => !glob.includes('/')));
  const whole = together(each.filter((glob) => glob.startsWith('/')));
  const relative = together(each.filter((glob) => glob.includes('/') && !glob.startsWith('/')));
  return (path, place) =>
    (names?.test(path.slice(path.lastIndexOf('/') + 1)) ?? false) ||
    (whole?.test(path) ?? false) ||
    (relative?.test(path.slice(place === '/' ? 1 : place.length + 1)) ?? false);
}

/** Whether a text is a glob that can be kept: not empty, its sets in order, its choices few. */
export function isGlob(text: string): boolean {
  if (text === '' || (text.match(/\{/g)?.length ?? 0) > 4 || (text.match(/,/g)?.length ?? 0) > 60) return false;
  try {
    return globToRegExp(text) instanceof RegExp;
  } catch {
    return false; // a set out of order, like `[z-a]`
  }
}

function together(globs: readonly string[]): RegExp | null {
  return globs.length === 0 ? null : new RegExp(globs.map((glob) => `^${sourceOf(glob)}$`).join('|'), 's');
}

/** One glob per choice of its braces: `*.{ts,tsx}` is two. A brace without a comma or an end is itself. */
export function expandBraces(glob: string): readonly string[] {
  const brace = firstBrace(glob);
  if (!brace) return [glob];
  const { start, end, commas } = brace;
  const cuts = [start, ...commas, end];
  const options = cuts.slice(1).map((cut, index) => glob.slice((cuts[index] ?? 0) + 1, cut));
  return options.flatMap((option) => expandBraces(glob.slice(0, start) + option + glob.slice(end + 1)));
}

function firstBrace(glob: string): { start: number; end: number; commas: number[] } | null {
  const open: { start: number; commas: number[] }[] = [];
  let widest: { start: number; end: number; commas: number[] } | null = null;
  for (let at = 0; at < glob.length; at++) {
    const char = glob[at];
    if (char === '\\') at++;
    else if (char === '{') open.push({ start: at, commas: [] });
    else if (char === ',') open.at(-1)?.commas.push(at);
    else if (char === '}') {
      const closed = open.pop();
      if (!closed) continue;
      if (closed.commas.length > 0 && (!widest || closed.start < widest.start)) widest = { ...closed, end: at };
    }
  }
  return widest;
}

function sourceOf(glob: string): string {
  return piecesOf(glob)
    .map(({ source }) => source)
    .join('');
}

interface Piece {
  readonly source: string;
  /** Something that it matches. */
  readonly sample: string;
  readonly spans: boolean;
  readonly length: number;
}

const WORD = 'tickproof-plant';

function piecesOf(glob: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < glob.length; at += pieces.at(-1)?.length ?? 1) pieces.push(pieceAt(glob, at));
  return pieces;
}

function pieceAt(glob: string, at: number): Piece {
  const rest = glob.slice(at);
  const deep = (at === 0 || glob[at - 1] === '/') && /^(?:\*\*\/)*\*\*(\/|$)/.exec(rest);
  if (deep) {
    const [source, sample] = deep[1] === '/' ? ['(?:[^/]+/)*', ''] : ['.*', WORD];
    return { source, sample, spans: true, length: deep[0].length };
  }
  const stars = /^\*+/.exec(rest);
  if (stars) return { source: '[^/]*', sample: WORD, spans: false, length: stars[0].length };
  if (rest.startsWith('?')) return { source: '[^/]', sample: 'x', spans: false, length: 1 };
  if (rest.startsWith('\\') && rest.length > 1) return { ...literal(rest.charAt(1)), length: 2 };
  const set = /^\[([!^]?)(\]?(?:\\.|[^\]\\/])*)\]/.exec(rest);
  return set?.[2] ? { ...oneOf(set[1] !== '', set[2]), length: set[0].length } : literal(rest.charAt(0));
}

function oneOf(negated: boolean, text: string): Omit<Piece, 'length'> {
  const inside = text.replace(/\\(.)|[\][^\\]/g, (char, escaped: string | undefined) => `\\${escaped ?? char}`);
  const source = `(?!/)[${negated ? '^' : ''}${inside}]`;
  const pattern = new RegExp(source, 's');
  const sample = `${text}xyz0_~ABC`.split('').find((char) => pattern.test(char)) ?? 'x';
  return { source, sample, spans: false };
}

function literal(char: string): Piece {
  const source = /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
  return { source, sample: char, spans: false, length: 1 };
}

// For each choice of braces a path that the glob matches; the first `**` takes the folders: `a/b/x.ts` for `a/**/*.ts`.
export function globSamples(glob: string, folders: readonly string[] = []): readonly string[] {
  const deep = folders.map((folder) => `${folder}/`).join('');
  return expandBraces(glob).flatMap((each) => {
    const whole = each.includes('/') ? each : `**/${each}`;
    const pieces = piecesOf(whole);
    const spanning = pieces.findIndex(({ spans }) => spans);
    const sample = pieces.map((piece, index) => (index === spanning ? deep + piece.sample : piece.sample)).join('');
    return each !== '' && globToRegExp(whole).test(sample) ? [sample] : []; // an alternative may name nothing: `{a,}`, `[/]`
  });
}
