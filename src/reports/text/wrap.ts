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
    // a word that fits no line begins on this one
    const begin = current !== '' && widthOf(word) > width ? head(word, width - widthOf(current) - 1) : '';
    if (current !== '') lines.push(begin === '' ? current : `${current} ${begin}`);
    const pieces = piecesOf(word.slice(begin.length), width);
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

/** Puts items on as few lines as they fit, never breaking one. */
export function packed(items: readonly string[], between: string, width: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const longer = lines.length === 0 ? item : `${lines.at(-1)}${between}${item}`;
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(...wrapped(item, width));
  }
  return lines;
}
