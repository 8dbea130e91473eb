import { paintFor, roomOf, type Style } from '../paint.ts';
import { oneLine } from '../text/visible.ts';
import { padded } from '../text/width.ts';
import { wrapped } from '../text/wrap.ts';

const INDENT = 4;
const LABEL = 10;

/** A label and its text, wrapped beside it. The text may come from the world. */
export function field(label: string, text: string, style: Style, tone?: (text: string) => string): string[] {
  const paint = paintFor(style);
  const room = roomOf(style) - INDENT - LABEL;
  const lines = wrapped(oneLine(text), room);
  return lines.map((line, index) => {
    const shown = padded(index === 0 ? label : '', LABEL);
    return `${' '.repeat(INDENT)}${paint.dim(shown)}${tone ? tone(line) : line}`.trimEnd();
  });
}
