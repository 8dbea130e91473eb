/** One piece of a pattern: a character, or a wildcard. */
type Piece = { readonly char: string } | '?' | '*' | '**' | '**/';

/** What means more than itself beside a wildcard. */
const LEAKS = /[[\]\\{}|^]/;
/** With fewer an expression is faster, and cannot be made slow. */
const LEAST_STARS = 3;

/**
 * A test for patterns of characters and many stars. It keeps all places at once that the pattern may have got to: an expression
 * would take the path's length as often again for each star, and a file's name is anybody's. Null for other patterns.
 */
export function starTest(pattern: string): ((path: string) => boolean) | null {
  if (LEAKS.test(pattern)) return null;
  const pieces = piecesOf(pattern);
  if (pieces.filter((piece) => typeof piece === 'string' && piece !== '?').length < LEAST_STARS) return null;
  return (path) => {
    let places = settled(pieces, new Set([0]));
    for (const char of path) {
      const next = new Set<number>();
      for (const place of places) step(pieces, place, char, next);
      if (next.size === 0) return false;
      places = settled(pieces, next);
    }
    return places.has(pieces.length * 2);
  };
}

function piecesOf(pattern: string): readonly Piece[] {
  const chars = [...pattern.replace(/^\ufeff/, '')];
  const pieces: Piece[] = [];
  for (let i = 0; i < chars.length; i += 1) {
    const char = chars[i] ?? '';
    if (char === '*' && chars[i + 1] === '*') {
      i += chars[i + 2] === '/' ? 2 : 1;
      pieces.push(i + 1 >= chars.length ? '**' : '**/');
    } else pieces.push(char === '*' || char === '?' ? char : { char });
  }
  return pieces;
}

/** Before a piece the place is twice its index; in the folders that a `**` passes over it is one more. */
function step(pieces: readonly Piece[], place: number, char: string, next: Set<number>): void {
  const piece = pieces[place >> 1];
  if (piece === undefined) return;
  if (place % 2 === 1) {
    if (char !== '\n') next.add(place);
    if (char === '/') next.add(place + 1);
  } else if (piece === '*') {
    if (char !== '/') next.add(place);
  } else if (piece === '**') {
    if (char !== '\n') next.add(place);
  } else if (piece === '?') {
    if (char !== '/') next.add(place + 2);
  } else if (piece !== '**/' && piece.char === char) next.add(place + 2);
}

/** Stars may also stand for nothing. */
function settled(pieces: readonly Piece[], places: Set<number>): Set<number> {
  for (const place of places) {
    const piece = place % 2 === 0 ? pieces[place >> 1] : undefined; // a Set's loop visits what is added
    if (piece === '*' || piece === '**') places.add(place + 2);
    if (piece === '**/') places.add(place + 1).add(place + 2);
  }
  return places;
}
