import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directLine, outcomeOf, programsOf, readShellLine, scriptFileOf } from './index.ts';

const everything = () => true;
const nothing = () => false;
const outcome = (text: string, exists: (name: string) => boolean = everything) => {
  const { mayPass, mayFail } = outcomeOf(readShellLine(text), exists);
  return mayPass && mayFail ? 'either' : mayPass ? 'passes' : mayFail ? 'fails' : 'never';
};

it('heeds every part of a pipe where its shell was told to', () => {
  const line = readShellLine('curl -f x | cat');
  expect(outcomeOf(line, everything, ['/bin/bash', '-o', 'pipefail', '-c']).mayFail).toBe(true);
  expect(outcomeOf(line, everything, ['/bin/sh', '-c']).mayFail).toBe(false);
});

describe('how a line can end', () => {
  it.each([
    ['curl -f http://localhost:8000/health', 'either'],
    ['curl -f http://localhost || exit 1', 'either'],
    ['curl -f http://localhost || true', 'passes'],
    ['curl -f http://localhost; exit 0', 'passes'],
    ['curl -f http://localhost\nexit 0', 'passes'],
    ['exit 0; curl x', 'passes'],
    ['true', 'passes'],
    ['/bin/true', 'passes'],
    [':', 'passes'],
    ['exit', 'either'],
    ['exit 1', 'fails'],
    ['false || echo ok', 'passes'],
    ['true && false', 'fails'],
    ['! true', 'fails'],
    ['A=b', 'passes'],
    ['curl x & true', 'passes'],
    ['(exit 0); test -f /x', 'either'],
    ['{ curl x; } && exit 0 || exit 1', 'either'],
    ['curl x | grep ok', 'either'],
    ['curl -f x | tail -1', 'passes'],
    ['curl -f x | sort | cat', 'passes'],
    ['curl -f x | cat /run/state', 'either'],
    ['curl -f x | tail -1 && exit 1', 'fails'],
    ['set -o pipefail; curl -f x | tail -1', 'either'],
    ['sh -c "curl -f x | tail -1"', 'passes'],
    ['bash -o pipefail -c "curl -f x | tail -1"', 'either'],
    ['if curl x; then exit 0; fi', 'either'],
    ['$PROBE', 'either'],
    ['python -c "import sys; sys.exit(0)"', 'passes'],
    ["node -e 'process.exit(0)'", 'passes'],
    ['python -c "import requests; requests.get(1)"', 'either'],
    ['sh -c "exit 0"', 'passes'],
    ['curl x > /dev/null 2>&1 || exit 1', 'either'],
  ])('%s: %s', (text, expected) => {
    expect(outcome(text)).toBe(expected);
  });

  it.each([
    ['curl -f http://localhost || exit 1', 'fails'],
    ['curl x || wget x', 'fails'],
    ['curl x | grep ok', 'fails'],
    ['test -f /tmp/ready', 'either'],
    ['timeout 5 sh -c "curl x"', 'fails'],
    ['exec curl x', 'fails'],
    ['$PROBE', 'either'],
  ])('without any program %s: %s', (text, expected) => {
    expect(outcome(text, nothing)).toBe(expected);
  });

  it('needs one side of an alternative alone', () => {
    expect(outcome('curl x || wget x', (name) => name === 'wget')).toBe('either');
  });

  it('knows no built-in words where no shell reads', () => {
    expect(outcomeOf(directLine(['exit', '1']), nothing)).toEqual({ mayPass: false, mayFail: true });
  });
});

describe('the programs that a line names', () => {
  it.each([
    ['A=$B timeout -k 1s 5 env C=d curl -f x || wget "y;z"', ['timeout', 'env', 'curl', 'wget']],
    ['exec gosu app node server.js', ['gosu', 'node']],
    ['bash -lc "cd /app && ./start.sh"', ['bash', './start.sh']],
    ['\'my tool\' "a"; b\\ c', ['my tool', 'b c']],
    ['echo $(date) `id` | cat', ['cat']],
    ['command -v curl', []],
    ['# curl\ntest -f x', []],
  ])('%s', (text, expected) => {
    expect(programsOf(readShellLine(text))).toEqual(expected);
  });

  it('looks through wrappers of an exec form', () => {
    expect(programsOf(directLine(['/sbin/tini', '-g', '--', 'node', 'server.js']))).toEqual(['/sbin/tini', 'node']);
  });
});

it.each([
  [['node', 'server.js'], 'server.js'],
  [['python3.11', '-u', '/app/main.py'], '/app/main.py'],
  [['java', '-jar', 'app.jar'], 'app.jar'],
  [['tini', '--', 'node', '--enable-source-maps', 'dist/index.mjs'], 'dist/index.mjs'],
  [['python', '-m', 'http.server'], null],
  [['node', '-e', 'x.js'], null],
  [['node', 'server'], null],
  [['./app', 'x.js'], null],
])('the script of %j is %s', (argv, expected) => {
  expect(scriptFileOf(directLine(argv))).toBe(expected);
});

it('reads any text without throwing', () => {
  const texts = fc.string({
    unit: fc.constantFrom('(', ')', '{', '}', ';', '&', '|', ' ', 'a', '"', "'", '$', '`', '\\', '>', '!', '\n'),
    maxLength: 60,
  });
  fc.assert(fc.property(texts, (text) => void outcomeOf(readShellLine(text), everything)));
  expect(readShellLine('('.repeat(100_000))).toEqual({ kind: 'opaque' });
});
