import { expect, it } from 'vitest';
import { falsehoodsOn, fileAt, type Told, worldsOn } from '../../../../test/kit/falsehoods.ts';

const IMAGE = {
  config: { workingDir: '/app', env: ['PATH=/usr/bin', 'NAME=a.ts'] },
  layers: [
    [
      ...['/app/a.ts', '/app/skip/b', '/app/sub/skip/b', '/data/skip'].map((path) => fileAt(path)),
      { path: '/link', type: 'symlink' as const, linkTarget: '/app' },
      { path: '/proc/1', type: 'directory' as const },
    ],
  ],
};
const worlds = worldsOn(IMAGE);

const HOLDS = '("secret\\n")';
const NONE = { matches: '^0$' };

it.each<[string, Told, string[]]>([
  ['! grep -q secret a.ts', {}, [`exit +/app/a.ts ${HOLDS}`]],
  ['! grep -q secret "$NAME"', {}, [`exit +/app/a.ts ${HOLDS}`]],
  ['! grep -q secret "$X"', {}, []],
  ['! grep -q "$X" a.ts', {}, []],
  ['! grep -vq secret a.ts', {}, []],
  ["! grep -Eq '(a+)+' a.ts", {}, []],
  ['! cat a.ts | grep secret', {}, []],
  ['! grep -q secret', {}, []],
  ['! grep -q secret /app', {}, []],
  ['! grep -rq secret /app /data', {}, [`exit +/app/tickproof-plant ${HOLDS}`, `exit +/data/tickproof-plant ${HOLDS}`]],
  ['! rg secret .', {}, [`exit +/app/tickproof-plant ${HOLDS}`]],
  ['! grep -q secret none.ts', {}, [`exit +/app/tickproof-plant ${HOLDS}`]],
  ['! grep -q secret /none/x', {}, [`exit +/tickproof-plant ${HOLDS}`]],
  ['! grep -c secret a.ts', {}, [`exit +/app/a.ts ${HOLDS}`]],
  ['grep -c secret a.ts', { ...NONE, exit: 1 }, [`output +/app/a.ts ${HOLDS}`]],
  ['grep secret a.ts', { contains: 'x', exit: 1 }, [`exit +/app/a.ts ${HOLDS}`]],
  ['grep secret a.ts | wc -l', NONE, [`output +/app/a.ts ${HOLDS}`]],
  ['test "$(grep -c secret a.ts)" = 0', {}, [`exit +/app/a.ts ${HOLDS}`]],
])('lets `%s`, by %j, find what it looks for', (script, wanted, expected) => {
  expect(worlds(script, wanted)).toEqual(expected);
});

it.each<[string, string[]]>([
  ["--include='*.py' --include='*.js' secret /app", ['/app/tickproof-plant.py']],
  ["--include='{a,b}x' secret /app", ['/app/ax']],
  ["--include='a/*.py' secret /app", ['/app/tickproof-plant']],
  ["--include='[z-a]' secret /app", ['/app/tickproof-plant']],
  [`--include='${'*a'.repeat(8)}' secret /app`, ['/app/tickproof-plant']],
  [`--include='${'*a'.repeat(7)}' secret /app`, [`/app/${'tickproof-planta'.repeat(7)}`]],
  [`--include='${'a'.repeat(201)}' secret /app`, ['/app/tickproof-plant']],
  [`--include='${'a'.repeat(200)}' secret /app`, [`/app/${'a'.repeat(200)}`]],
  ['--exclude-dir=skip --exclude-dir=none secret /app', ['/app/tickproof-plant', '/app/skip/tickproof-plant']],
  ['--exclude-dir=skip secret /', ['/tickproof-plant', '/app/skip/tickproof-plant']],
  ['--exclude-dir=proc --exclude-dir=1 secret /', ['/tickproof-plant']],
  ['--exclude-dir=skip secret /data', ['/data/tickproof-plant']],
  ['--exclude-dir=skip secret /link', ['/app/tickproof-plant', '/app/skip/tickproof-plant']],
])('plants where `grep -r %s` looks, and where it does not', (args, expected) => {
  expect(worlds(`! grep -rq ${args}`)).toEqual(expected.map((path) => `exit +${path} ${HOLDS}`));
});

it.each<[string, Told, string[]]>([
  ['ls /app | wc -l', NONE, ['output +/app/tickproof-plant']],
  ['ls -la "$X" /data | wc -l', NONE, ['output +/data/tickproof-plant']],
  ['ls -la | wc -l', NONE, ['output +/app/tickproof-plant']],
  ['ls skip none- "$X" | wc -l', NONE, ['output +/app/skip/tickproof-plant', 'output +/app/tickproof-plant']],
  ['ls /app/*.js | wc -l', NONE, ['output +/app/tickproof-plant.js']],
  ['ls /none/*.js | wc -l', NONE, ['output +/tickproof-plant.js']],
  ["ls '/app/*.js' | wc -l", NONE, ['output +/app/tickproof-plant']],
  ['ls [z-a] | wc -l', NONE, []],
  ['test -z "$(ls /data)"', {}, ['exit +/data/tickproof-plant']],
  ['! ls a.js', {}, ['exit +/app/a.js']],
])('puts something where `%s`, by %j, lists nothing', (script, wanted, expected) => {
  expect(worlds(script, wanted)).toEqual(expected);
});

it('says in the title what is planted, and where what is searched is not there', () => {
  const titles = (script: string, wanted: Told = {}) => falsehoodsOn(IMAGE)(script, wanted).map(({ title }) => title);
  expect(titles('! grep -q secret a.ts')).toEqual(['/app/a.ts with `secret` in it']);
  expect(titles('! grep -rq secret /data')).toEqual(['/data/tickproof-plant with `secret` in it']);
  expect(titles('! grep -q secret /none/x')).toEqual([
    '/tickproof-plant, as /none/x, which is searched, is not in the image',
  ]);
  expect(titles('ls /data | wc -l', NONE)).toEqual(['/data/tickproof-plant planted']);
});
