import { paintFor, roomOf, type Style } from '../paint.ts';
import { oneLine } from '../text/visible.ts';
import { padded, widthOf } from '../text/width.ts';
import { wrapped } from '../text/wrap.ts';

const INDENT = 4;
const LABEL = 12;
/** Where the text beside a label begins. */
export const BESIDE = INDENT + LABEL;

/** A label and its text, wrapped beside it. The text may come from the world. */
export function field(
  label: string,
  text: string,
  style: Style,
  tone: (text: string) => string = (it) => it,
): string[] {
  const lines = wrapped(oneLine(text), roomOf(style) - BESIDE);
  return labelled(
    label,
    lines.map((line) => `${' '.repeat(BESIDE)}${tone(line)}`),
    style,
  );
}

/** A name and what there is to say of it, wrapped beside the name; below it where there is too little room. */
export function hanging(label: string, name: string, text: string, style: Style): string[] {
  const left = roomOf(style) - BESIDE - widthOf(name) - 2;
  if (left < 20) return [...field(label, name, style), ...field('', text, style)];
  const lines = wrapped(oneLine(text), left);
  return lines.flatMap((line, index) => {
    const before = index === 0 ? name : ' '.repeat(widthOf(name));
    return labelled(index === 0 ? label : '', [`${' '.repeat(BESIDE)}${before}  ${line}`], style);
  });
}

/** Lines that begin beside the labels, with a label before the first. */
export function labelled(label: string, [first = '', ...more]: readonly string[], style: Style): string[] {
  const paint = paintFor(style);
  const shown = `${' '.repeat(INDENT)}${paint.dim(padded(label, LABEL))}${first.slice(BESIDE)}`;
  return [label === '' ? first.trimEnd() : shown.trimEnd(), ...more.map((line) => line.trimEnd())];
}
