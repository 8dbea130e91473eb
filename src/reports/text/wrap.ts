import { head, lettersOf, widthOf } from './width.ts';

/** Breaks a plain text into lines of at most `width` columns: at blanks, and inside a word only where it alone is too long. */
export function wrapped(text: string, width: number): string[] {
  const room = Math.max(2, width); // a wide letter must fit
  return text.split('\n').flatMap((line) => (widthOf(line) <= room ? [line] : wrappedLine(line, room)));
}

function wrappedLine(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (widthOf(longer) <= width) {
      current = longer;
      continue;
    }
    if (current !== '') lines.push(current);
    const pieces = piecesOf(word, width);
    lines.push(...pieces.slice(0, -1));
    current = pieces.at(-1) ?? '';
  }
  return current === '' ? lines : [...lines, current];
}

function piecesOf(word: string, width: number): string[] {
  const pieces: string[] = [];
  let left = word;
  while (widthOf(left) > width) {
    const piece = head(left, width) || (lettersOf(left)[0] ?? '');
    pieces.push(piece);
    left = left.slice(piece.length);
  }
  return [...pieces, left];
}
