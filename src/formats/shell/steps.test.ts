import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cpuMs } from '../../../test/kit/cpu.ts';
import { readFind } from './find-call.ts';
import { readGrep, textPattern } from './grep-pattern.ts';
import { stepsOf } from './steps.ts';

const steps = (script: string) => stepsOf(['sh', '-c', script], { HOME: '/root' });
const fates = (script: string) => steps(script).map(({ name, fate }) => `${name} ${fate}`);

it.each([
  ['a && b', ['a exit', 'b exit']],
  ['a; b', ['a swallowed', 'b exit']],
  ['set -e; a; b', ['set exit', 'a exit', 'b exit']],
  ['a || true', ['a swallowed', 'true exit']],
  ['(cd /x && a) || true', ['cd swallowed', 'a swallowed', 'true exit']],
  ['a || { echo no; exit 1; }', ['a exit', 'echo swallowed', 'exit exit']],
  ['a | tail -1', ['a swallowed', 'tail exit']],
  ['set -o pipefail; a | tail -1', ['set swallowed', 'a exit', 'tail exit']],
  ['a | grep -q x', ['a exit', 'grep exit']],
  ['test "$(a | wc -l)" = 0', ['test exit', 'a exit', 'wc exit']],
  ['echo "$(a)"', ['echo exit', 'a swallowed']],
  ['X=$(a); test "$X" = 1', [' swallowed', 'a exit', 'test exit']],
  ['a &\nb', ['a swallowed', 'b exit']],
])('follows what becomes of each failure in `%s`', (script, expected) => {
  expect(fates(script)).toEqual(expected);
});

it('knows negation, guards, alternatives and variables', () => {
  const [first, second] = steps('! test -f "$HOME/x" || cat ~/$1');
  expect([first?.negated, first?.words[2]?.text, second?.negated]).toEqual([true, '/root/x', false]);
  expect(first?.chain).toBe(second?.chain);
  expect(second?.words[1]?.known).toBe(false);
  expect(steps('HOME=/x; cat $HOME/y').at(-1)?.words[1]?.known).toBe(false);
});

it('takes an argv for what it is, unless a shell is given a script', () => {
  expect(stepsOf(['echo', '$HOME', '&&']).map(({ words }) => words.length)).toEqual([3]);
  expect(stepsOf(['/bin/bash', '-euo', 'pipefail', '-c', 'a | b']).map(({ fate }) => fate)).toEqual(['exit', 'exit']);
  expect(stepsOf(['sh', '/run.sh']).map(({ name }) => name)).toEqual(['sh']);
});

const entry = (path: string, over: object = {}) => ({
  path,
  type: 'file' as const,
  mode: 0o644,
  sizeBytes: 0,
  ...over,
});

it.each([
  ['find /a -name "*.py"', '/a/b/x.py', true],
  ['find /a -name "*.py"', '/b/x.py', false],
  ['find /a -maxdepth 1 -name "*.py"', '/a/b/x.py', false],
  ['find /a -mindepth 2 -name "*.py"', '/a/x.py', false],
  ['find / -not -path "/proc/*" -name x', '/proc/1/x', false],
  ['find / ! \\( -name a -o -name b \\)', '/b', false],
  ['find / -path /usr -prune -o -name "*.py" -print', '/usr/lib/x.py', false],
  ['find / -path /usr -prune -o -name "*.py" -print', '/opt/x.py', true],
  ['find / -name .git -prune -o -type f', '/x/.git', true],
  ['find / -iname "*.PY" -type f', '/x.py', true],
  ['find / -regex ".*\\.\\(ts\\|map\\)"', '/a/b.map', true],
  ['find . -path "./src/*"', './src/a/b', true],
])('finds as `%s` does: %s', (script, path, expected) => {
  const [step] = steps(script);
  const call = step && readFind(step);
  expect(call?.finds(entry(path), call.roots[0]?.text ?? '')).toBe(expected);
});

it('does not guess at a find that it does not understand', () => {
  for (const script of ['find / -newer x', 'find / -name "$X"', 'find / \\( -name a', 'find / -foo', 'grep x'])
    expect(steps(script).map(readFind)[0]).toBeNull();
  const [sized] = steps('find / -size +2k -perm /6000').map(readFind);
  expect(sized?.wants).toEqual({ mode: 0o6644, sizeBytes: 2049 });
  expect(sized?.finds(entry('/x', { mode: 0o4755, sizeBytes: 2049 }), '/')).toBe(true);
});

it.each([
  ['basic', 'a\\.py$', 'a.py', 'aXpy'],
  ['basic', 'a\\(b\\|c\\)', 'ab', 'a(b|c)'],
  ['extended', '/(etc|usr)/', '/etc/', '/opt/'],
  ['extended', '^[[:digit:]]+$', '0', 'x'],
  ['fixed', 'a.b', 'a.b', 'axb'],
  ['basic', 'a+b', 'a+b', 'aab'],
] as const)('reads the %s pattern %s', (dialect, pattern, hit, miss) => {
  const read = textPattern(pattern, dialect);
  expect([read?.sample, read?.test(hit), read?.test(miss)]).toEqual([hit, true, false]);
});

it('does not match by patterns that could take long', () => {
  for (const pattern of ['(a*)*b', '(a+)+$', '([a-z]+)*x', '(?:a{1,}){2,}'])
    expect(textPattern(pattern, 'extended')).toBeNull();
});

it('knows what a grep looks for, and where', () => {
  const [grep] = steps('grep -rnv -A 3 -e "x y" --include=*.py /app /b').map(readGrep);
  expect([grep?.inverted, grep?.recursive, grep?.pattern?.sample, grep?.paths.map(({ text }) => text)]).toEqual([
    true,
    true,
    'x y',
    ['/app', '/b'],
  ]);
});

it('ends on any argv', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('find', '-name', '(', '!', '-o', '-prune', 'grep', '-e', '[', '\\(', 'a*', '|', '||'),
  );
  fc.assert(
    fc.property(fc.array(word), (words) => {
      for (const step of [...stepsOf(words), ...stepsOf(['sh', '-c', words.join(' ')])]) {
        readFind(step)?.finds(entry('/a/b'), '/');
        readGrep(step);
      }
    }),
  );
});

it.each(['a $(', 'a && ', 'a | ', 'test "$(a)" ', '( ', '! '])('takes bounded time for %j', (piece) => {
  expect(cpuMs(() => steps(piece.repeat(20_000)))).toBeLessThan(2_000);
});
