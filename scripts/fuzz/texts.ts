import type { Random } from './random.ts';

/** What breaks readers: ends of lines, quotes, marks of every syntax here, and characters that are none. */
const ODD: readonly string[] = [
  '\0 \n \r \r\n \t \v \f \u0085 \u00a0 \u2028 \u3000 \ufeff \ufffd'.split(' '),
  [
    ' ',
    '  ',
    '\\',
    '\\\n',
    '\\\\\n',
    '`',
    '`\n',
    '# ',
    ': ',
    '- ',
    '\nE\n',
    '!reset ',
    '&a ',
    '<<: *a',
    '---\n',
    '...\n',
  ],
  '" \' "" $ ${ } ${a ${a:- ${a# ${a/ $( $(( )) << <<E\n <<-E\n <<"E" # \n# = : -- , ; & && | ||'.split(' '),
  '[ ] [" "] { ( ) * ** ? ! !! *a @ / // .. % %PDF é İ ß 😀 \ud800 \udc00 \u202e'.split(' '),
  '__proto__ constructor toString null ~ true 0x1f -1 1e309 9007199254740993 0 00 .inf .nan 2001-01-01'.split(' '),
  ['a'.repeat(300)],
].flat();

/** One of the seeds, changed here and there: characters and lines taken out, doubled, moved, put in from another seed. */
export function mutated(random: Random, seeds: readonly string[]): string {
  let text = random.pick(seeds);
  for (let left = 1 + random.below(6); left > 0; left -= 1) text = changed(random, text, seeds);
  return text;
}

function changed(random: Random, text: string, seeds: readonly string[]): string {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + random.below(random.chance(0.5) ? 4 : 40));
  const [before, middle, after] = [text.slice(0, at), text.slice(at, to), text.slice(to)];
  switch (random.below(9)) {
    case 0:
      return before + after;
    case 1:
      return before + middle + middle + after;
    case 2:
      return before + random.pick(ODD) + after;
    case 3:
      return before + random.pick(ODD) + middle + after;
    case 4:
      return linesMoved(random, text);
    case 5:
      return before + sliceOf(random, random.pick(seeds)) + after;
    case 6:
      return before + String.fromCharCode(random.below(random.chance(0.8) ? 0x80 : 0x1_0000)) + after;
    case 7:
      return before + middle.repeat(random.below(12)) + after;
    default:
      return random.chance(0.5) ? before : before + middle.toUpperCase() + after;
  }
}

function sliceOf(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  return text.slice(at, at + random.below(60));
}

function linesMoved(random: Random, text: string): string {
  const lines = text.split('\n');
  const [taken = ''] = lines.splice(random.below(lines.length), 1);
  lines.splice(random.below(lines.length + 1), 0, ...(random.chance(0.3) ? [taken, taken] : [taken]));
  return lines.join(random.chance(0.1) ? '\r\n' : '\n');
}

/** Marks and words one behind the other. */
export function jumbled(random: Random, words: readonly string[], most: number): string {
  return random.pieces(most, () => (random.chance(0.3) ? random.pick(ODD) : random.pick(words)));
}
