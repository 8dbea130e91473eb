import { stripVTControlCharacters } from 'node:util';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { isAsciiOnly, toAscii } from './ascii.ts';
import { safeForRunners } from './runners.ts';
import { oneLine, visible, withoutColours } from './visible.ts';
import { cut, padded, rightAligned, widthOf } from './width.ts';
import { packed, wrapped } from './wrap.ts';

const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());

it('leaves no character that a terminal obeys or a reader cannot see', () => {
  fc.assert(
    fc.property(anything, (text) => {
      const shown = visible(text);
      expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(stripVTControlCharacters(shown)).toBe(shown);
      expect(oneLine(text)).not.toContain('\n');
    }),
  );
});

it('shows what was hidden', () => {
  expect(visible('a\u001b[2Jb\u007f\u0085')).toBe('a␛[2Jb␡⟨U+0085⟩');
  expect(visible('evil\u202etxt.exe\u200b')).toBe('evil⟨U+202E⟩txt.exe⟨U+200B⟩');
  expect(oneLine('one\r\n  two\n')).toBe('one ⏎ two');
  expect(withoutColours('\u001b[31;1mred\u001b[0m \u001b[2J')).toBe('red \u001b[2J');
});

it('lets nothing from the world pass for a tick', () => {
  expect(visible('✅ ok ❌ ⛔ ⚠️ ◐ ⧗ ⚐')).not.toMatch(/[✅❌⛔⚠◐⧗⚐]/u);
});

it('counts columns as terminals do', () => {
  expect(widthOf('abc')).toBe(3);
  expect(widthOf('日本語')).toBe(6);
  expect(widthOf('✅')).toBe(2);
  expect(widthOf('⚠\ufe0f')).toBe(2);
  expect(widthOf('◐⧗⚐–')).toBe(4);
  expect(widthOf('e\u0301')).toBe(1);
  expect(widthOf('👩\u200d👩\u200d👧')).toBe(2);
});

it('wraps into lines that fit and loses nothing but blanks', () => {
  fc.assert(
    fc.property(anything, fc.integer({ min: 2, max: 60 }), (text, width) => {
      const shown = oneLine(text);
      const lines = wrapped(shown, width);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(shown.replaceAll(' ', ''));
    }),
  );
});

it('begins a word that fits no line on the line it stands on', () => {
  expect(wrapped('WARN 日本語のログ行', 12)).toEqual(['WARN 日本語', 'のログ行']);
});

it('cuts and pads to exact widths', () => {
  fc.assert(
    fc.property(anything, fc.integer({ min: 1, max: 40 }), (text, width) => {
      const shown = oneLine(text);
      expect(widthOf(cut(shown, width))).toBeLessThanOrEqual(width);
      expect(widthOf(padded(cut(shown, width), width))).toBe(width);
      expect(widthOf(rightAligned(cut(shown, width), width))).toBe(width);
    }),
  );
});

it('packs items without breaking one that fits', () => {
  expect(packed(['5 proven', '1 could not be judged', '2 stale'], ' · ', 24)).toEqual([
    '5 proven',
    '1 could not be judged',
    '2 stale',
  ]);
  expect(packed(['5 proven', '2 stale'], ' · ', 24)).toEqual(['5 proven · 2 stale']);
});

it('gives CI runners no orders', () => {
  expect(safeForRunners('::error::x\n  ::set-env::y\na ::b\n##[error]z')).not.toMatch(/^\s*::|##\[/m);
});

it('speaks ASCII only where the environment says so', () => {
  expect(isAsciiOnly({})).toBe(false);
  expect(isAsciiOnly({ LANG: 'en_US.UTF-8' })).toBe(false);
  expect(isAsciiOnly({ LANG: 'C.utf8', LC_ALL: '' })).toBe(false);
  expect(isAsciiOnly({ LANG: 'en_US.UTF-8', LC_ALL: 'C' })).toBe(true);
  fc.assert(fc.property(anything, (text) => !/[^\p{ASCII}]/u.test(toAscii(text))));
  expect(toAscii('✅ proven · 3 → 4 é日')).toBe('ok proven - 3 -> 4 ??');
});
