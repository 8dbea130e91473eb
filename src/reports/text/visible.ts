/** What could move a cursor, hide, reorder text, or break a line where none belongs. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;
/** Only `glyph` makes these: a log line must not pass for a tick. */
const OURS = /[✅◐⚠❌⛔⧗⚐]/gu;

/** Text from the world on lines of its own: every control character shows as a picture or a number; line ends stay. */
export function visible(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll('\t', '  ')
    .replace(INVISIBLE, (character) => (character === '\n' ? character : picture(character)))
    .replace(OURS, number);
}

/** Text from the world inside a line. */
export function oneLine(text: string): string {
  return visible(text)
    .trim()
    .replace(/\s*\n\s*/g, ' ⏎ ');
}

/** A log as people read it: colours go, everything else shows. */
export function withoutColours(text: string): string {
  // oxlint-disable-next-line no-control-regex -- it is the escape character that starts a colour
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? '␡' : number(character);
}

function number(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
