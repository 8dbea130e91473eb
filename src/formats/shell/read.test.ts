import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cpuMs } from '../../../test/kit/cpu.ts';
import { readShell } from './read.ts';

function words(text: string): string[][] {
  return readShell(text).map((command) => command.words.map((word) => word.text));
}

it.each([
  [
    'apt-get update && apt-get install -y curl',
    [
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', 'curl'],
    ],
  ],
  ['echo \'a && b\' "c;d" e\\ f', [['echo', 'a && b', 'c;d', 'e f']]],
  ['a | b || c; d & e', [['a'], ['b'], ['c'], ['d'], ['e']]],
  ['x=1 y="2 3" make all', [['make', 'all']]],
  [
    'if [ -f x ]; then rm x; fi',
    [
      ['[', '-f', 'x', ']'],
      ['rm', 'x'],
    ],
  ],
  ['echo "$(date +%s) ${X:-a b}" `id`', [['echo', '$(date +%s) ${X:-a b}', '`id`'], ['date', '+%s'], ['id']]],
  ['(cd /x && make) > /dev/null 2>&1', [['cd', '/x'], ['make'], []]],
  ['cat <<EOF\nnot a command\nEOF\nls', [['cat'], ['ls']]],
  ['ls # && rm\npwd', [['ls'], ['pwd']]],
  ['echo $((1 << 2)) done', [['echo', '$((1 << 2))', 'done']]],
])('reads the commands of %j', (text, expected) => {
  expect(words(text)).toEqual(expected);
});

it('says what stands around a command', () => {
  const [first, second] = readShell('probe || true');
  expect([first?.after, second?.before]).toEqual(['||', '||']);
});

it('ends on any text, with words inside it', () => {
  const piece = fc.constantFrom(
    '$(',
    '`',
    '"',
    "'",
    '${',
    ')',
    '}',
    '<<E\n',
    '\n',
    ' ',
    'a',
    '\\',
    '&&',
    '(',
    '#',
    '((',
    '>',
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      for (const { words, start, end } of readShell(text)) {
        expect(start).toBeLessThanOrEqual(end);
        for (const word of words) expect(word.end).toBeLessThanOrEqual(text.length);
      }
    }),
  );
});

it.each(['$(', '"', '(', '`', '${a', 'a;', '<<E\n', "'", '<('])('takes no more than linear time for %j', (piece) => {
  const tookMs = cpuMs(() => {
    readShell(piece.repeat(30_000));
  });
  expect(tookMs).toBeLessThan(2_000);
});

it('begins a command where its first word or redirection stands', () => {
  const [make] = readShell(' >log 2>&1 make all <in');
  expect(make).toMatchObject({ start: 1, end: 23 });
});
