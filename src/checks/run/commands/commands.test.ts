import fc from 'fast-check';
import { expect, it } from 'vitest';
import { imageFromExample } from '../../../sensors/index.ts';
import type { Wanted } from './falsehood.ts';
import { falsehoodsOf } from './index.ts';

const file = (path: string, mode = 0o644) => ({ path, type: 'file' as const, mode, text: 'x' });
const image = imageFromExample({
  config: {
    env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'APP_ENV=live', 'APP_HOME=/app'],
    workingDir: '/app',
    user: '1000',
    volumes: ['/data'],
  },
  layers: [
    [
      { path: '/bin', type: 'symlink', linkTarget: 'usr/bin' },
      file('/usr/bin/jq', 0o755),
      file('/usr/local/bin/node', 0o755),
      file('/usr/local/bin/npm', 0o755),
      file('/usr/local/bin/python', 0o755),
      file('/usr/local/bin/tool', 0o755),
      file('/app/server.js'),
      file('/app/worker.js'),
      file('/app/package.json'),
      file('/app/VERSION'),
      file("/app/odd name's.js"),
      file('/app/node_modules/express/index.js'),
      file('/app/node_modules/@scope/pkg/index.js'),
      file('/lib64/python3.11/json/__init__.py'),
      file('/venv/lib/python3.11/site-packages/shop/__init__.py'),
      file('/venv/lib/python3.11/site-packages/shop/fast.cpython-311-x86_64-linux-gnu.so'),
      file('/venv/lib/python3.11/site-packages/Shop_Core-2.0.dist-info/METADATA'),
      file('/data/seed.db'),
      file('/build.log'),
    ],
  ],
});

const SHOP = '/venv/lib/python3.11/site-packages/shop';

/** Each world in short: its reason, `-path`, `+path`, or what else is otherwise. */
function worlds(argv: readonly string[] | string, wanted: Partial<Wanted> = {}): string[] {
  const words = typeof argv === 'string' ? ['sh', '-c', argv] : argv;
  return falsehoodsOf(words, { exit: 0, ...wanted }, image).map(({ reason, change, weak }) => {
    const { layers, ...rest } = change;
    const entries = (layers ?? []).flat().map(({ type, path }) => `${type === 'whiteout' ? '-' : '+'}${path}`);
    const other = layers ? [] : [JSON.stringify(rest)];
    return `${weak ? 'weak ' : ''}${reason} ${[...entries, ...other].join(' ')}`;
  });
}

it.each<[string[], Partial<Wanted>, string[]]>([
  [['node', '--check', '/app/server.js'], {}, ['exit -/app/server.js', 'exit +/app/server.js']],
  [['node', '--check', 'server.js'], {}, ['exit -/app/server.js', 'exit +/app/server.js']],
  [['test', '-f', "/app/odd name's.js"], {}, ["exit -/app/odd name's.js"]],
  [['cat', '/app/VERSION'], { contains: '2.' }, ['exit -/app/VERSION', 'output +/app/VERSION']],
  [['python', '-c', 'import shop; print(1)'], {}, [`exit -${SHOP}`]],
  [['python', '-c', 'from shop.fast import x as y'], {}, [`exit -${SHOP}/fast.cpython-311-x86_64-linux-gnu.so`]],
  [['python', '-c', 'import json, shop'], {}, ['exit -/lib64/python3.11/json', `exit -${SHOP}`]],
  [['python', '-m', 'shop', '--version'], {}, [`exit -${SHOP}`, 'exit -/usr/local/bin/python']],
  [['pip', 'show', 'shop.core'], {}, [`exit -${SHOP.replace(/shop$/, 'Shop_Core-2.0.dist-info')}`]],
  [['node', '-e', "require('@scope/pkg/x')"], {}, ['exit -/app/node_modules/@scope/pkg']],
  [['node', '-p', "require('./worker')"], {}, ['exit -/app/worker.js']],
  [['tool', '--version'], { contains: '2' }, ['exit -/usr/local/bin/tool']],
  [['/bin/jq', '--version'], {}, ['exit -/usr/bin/jq']],
  [['tool', 'selftest'], {}, ['weak exit -/usr/local/bin/tool']],
  [['npm', 'test'], {}, ['exit -/app/package.json']],
  [['which', 'gcc'], { exit: 1 }, ['exit +/usr/local/bin/gcc']],
  [['whoami'], { contains: 'shop' }, ['output {"user":"0"}']],
  [['printenv', 'APP_ENV'], { contains: 'live' }, ['exit {"env":{"APP_ENV":null}}']],
  [['curl', '-fsS', 'https://example.org/x'], {}, ['exit {"network":"none"}']],
  [['curl', '-fsS', 'http://localhost:80/'], {}, []],
  [['cat', '/etc/hosts', '/proc/1/status', '/'], {}, []],
  [['true'], {}, []],
])('changes what %j names', (argv, wanted, expected) => {
  expect(worlds(argv, wanted)).toEqual(expected);
});

it.each<[string, Partial<Wanted>, string[]]>([
  ['node --check server.js || true', {}, ['exit -/app/server.js', 'exit +/app/server.js']],
  ['cat VERSION | tail -1', { contains: '2' }, ['output -/app/VERSION', 'output +/app/VERSION']],
  ['grep -q ok /build.log || echo ok', {}, ['exit -/build.log']],
  ['test -f server.js || test -f worker.js', {}, ['exit -/app/server.js -/app/worker.js']],
  ['test -f server.js && test -f worker.js', {}, ['exit -/app/server.js', 'exit -/app/worker.js']],
  ['[ -f VERSION ] && . ./VERSION; cat server.js', {}, ['exit -/app/VERSION', 'exit -/app/server.js']],
  ['cat "$APP_HOME/server.js"', {}, ['exit -/app/server.js']],
  ['cat <"/app/odd name\'s.js"', {}, ["exit -/app/odd name's.js"]],
  ['ls /app/*.js', {}, ["exit -/app/odd name's.js -/app/server.js -/app/worker.js"]],
  ['ls /app', {}, ['exit -/app']],
  ['command -v node && command -v npm', {}, ['exit -/usr/local/bin/node', 'exit -/usr/local/bin/npm']],
  ['! command -v gcc', {}, ['exit +/usr/local/bin/gcc']],
  ['test ! -e /app/src', {}, ['exit +/app/src']],
  ['[ "$APP_ENV" = live ]', {}, ['exit {"env":{"APP_ENV":null}}']],
  ['test "$(id -u)" != 0', {}, ['exit {"user":"0"}']],
  [
    'cd node_modules && cat express/index.js',
    {},
    ['exit -/app/node_modules', 'exit -/app/node_modules/express/index.js'],
  ],
  ['tool --version | grep -q 2', {}, ['exit -/usr/local/bin/tool']],
])('follows the outcome of each part of `%s`', (script, wanted, expected) => {
  expect(worlds(script, wanted)).toEqual(expected);
});

const NONE = { matches: '^0$' };
const HIDDEN = '/venv/lib/python3.11/site-packages/tickproof-plant.py';

it.each<[string, Partial<Wanted>, string[]]>([
  ["find /app -name '*.ts' | wc -l", NONE, ['output +/app/tickproof-plant.ts']],
  ["find /app -name '*.ts' | wc -l", {}, ['exit +/app/tickproof-plant.ts']],
  ["find / -name '*.py' | grep -v site-packages | wc -l", NONE, ['output +/tickproof-plant.py', `output +${HIDDEN}`]],
  [
    "find / -name '*.py' ! -path '*/site-packages/*' | wc -l",
    NONE,
    ['output +/tickproof-plant.py', `output +${HIDDEN}`],
  ],
  [
    "find / -path '*/site-packages' -prune -o -name '*.py' -print | wc -l",
    { contains: '0' },
    ['output +/tickproof-plant.py', `output +${HIDDEN}`],
  ],
  ["find / -name '*.py' -not -path '/proc/*' | wc -l", NONE, ['output +/tickproof-plant.py']],
  [
    "find . \\( -name '*.ts' -o -name '*.map' \\) | wc -l",
    NONE,
    ['output +/app/tickproof-plant.ts', 'output +/app/tickproof-plant.map'],
  ],
  [
    "find /app /data -name '*.ts' | grep -c .",
    { ...NONE, exit: 1 },
    ['exit +/app/tickproof-plant.ts', 'exit +/data/tickproof-plant.ts'],
  ],
  ["find /app -path '*/src/*' -name '*.ts' | wc -l", NONE, ['output +/app/tickproof-plant/src/tickproof-plant.ts']],
  ["find /app | grep '\\.ts$' | wc -l", NONE, ['output +/app/tickproof-plant.ts']],
  ['find / -type f -perm -4000 | wc -l', NONE, ['output +/tickproof-plant']],
  ['find /app -type d -name tests | wc -l', NONE, ['output +/app/tests']],
  ["test $(find /app -name '*.ts' | wc -l) -lt 2", {}, ['exit +/app/tickproof-plant.ts +/app/tickproof-plant1.ts']],
  ['test -z "$(find /app -name \'*.ts\')"', {}, ['exit +/app/tickproof-plant.ts']],
  ["! find /app -name '*.ts' | grep -q .", {}, ['exit +/app/tickproof-plant.ts']],
  ["find /app -name '*.ts' | wc -l | grep -qx 0", {}, ['exit +/app/tickproof-plant.ts']],
  ["find /nowhere/src -name '*.py' 2>/dev/null | wc -l", NONE, ['output +/tickproof-plant.py']],
  ["find /app -name 'work*' | grep -q .", {}, ['exit -/app/worker.js']],
  ["find /app -name 'work*' | wc -l", { matches: '^[1-9]' }, ['output -/app/worker.js']],
  ["find /app -name '*.js' | xargs -n1 node --check", {}, ['exit +/app/tickproof-plant.js']],
  ["find /app -newer /build.log -name '*.ts' | wc -l", NONE, []],
  ['! grep -rq password /app', {}, ['exit +/app/tickproof-plant']],
  [
    'grep -r --exclude-dir=node_modules secret /app | wc -l',
    NONE,
    ['output +/app/tickproof-plant', 'output +/app/node_modules/tickproof-plant'],
  ],
  ['ls /app/*.ts 2>/dev/null | wc -l', NONE, ['output +/app/tickproof-plant.ts']],
  ['ls /app/src | wc -l', NONE, ['output +/app/tickproof-plant']],
])('plants what `%s` must not find, and takes away what it must', (script, wanted, expected) => {
  expect(worlds(script, wanted)).toEqual(expected);
});

it('keeps the engine from making a folder again that was taken away', () => {
  const [one] = falsehoodsOf(['test', '-d', '/data'], { exit: 0 }, image);
  expect(one?.change.config).toEqual({ workingDir: '/', volumes: [] });
});

it('says of a place that is searched and is not there where it planted instead', () => {
  const [one] = falsehoodsOf(['sh', '-c', 'find /app/sorce -name x.ts | wc -l'], { exit: 0, matches: '^0$' }, image);
  expect(one?.title).toBe('/app/x.ts, as /app/sorce, which is searched, is not in the image');
});

it('ends on any command, with few worlds', () => {
  const piece = fc.constantFrom(
    ...'find / -name *.py -not ! ( ) -path -prune -o -exec {} + ; | || && $( ) ` " \' grep -v -r -e test [ ] -f wc -l cat /app/server.js ~ $APP_HOME <x >y cd .. sh -c ls --include=[z-a] python import -m node -e [z-a] \\( \\ __proto__ constructor while do'.split(
      ' ',
    ),
  );
  const argv = fc.oneof(
    fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }),
    fc.array(fc.oneof(piece, fc.string()), { maxLength: 25 }).map((words) => ['sh', '-c', words.join(' ')]),
  );
  fc.assert(
    fc.property(argv, fc.boolean(), (words, counts) => {
      const made = falsehoodsOf(words, { exit: 0, ...(counts ? { matches: '^0$' } : {}) }, image);
      expect(made.length).toBeLessThanOrEqual(16);
    }),
    { numRuns: 500 },
  );
});
