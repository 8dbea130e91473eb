import { expect, it } from 'vitest';
import { falsehoodsOn, fileAt, type Told, worldsOn } from '../../../../test/kit/falsehoods.ts';

const PATHS = [
  ...['a.ts', 'b.ts', 'c.ts', 'd.ts', 'VERSION', 'package.json', 'Makefile', 'tests/x'].map((name) => `/app/${name}`),
  '/etc/nginx/nginx.conf',
  '/var/lib/dpkg/status.d/x',
  '/usr/lib/apk/db/installed',
  '/var/lib/rpm/x',
];
const IMAGE = {
  config: { workingDir: '/app', env: ['PATH=/usr/bin', 'F=a.ts'] },
  layers: [
    [
      ...PATHS.map((path) => fileAt(path)),
      fileAt('/app/s.sh', 0o600),
      fileAt('/app/w.py', 0o200),
      { path: '/l', type: 'symlink' as const, linkTarget: '/app/a.ts' },
    ],
  ],
};
const worlds = worldsOn(IMAGE);
const taken = (...paths: readonly string[]) => paths.map((path) => `exit -${path}`);

it.each<[string, string[]]>([
  ['npm test', ['/app/package.json']],
  ['pnpm test', ['/app/package.json']],
  ['yarn', ['/app/package.json']],
  ['make', ['/app/Makefile']],
  ['make a.ts', ['/app/a.ts']],
  ['pytest', ['/app/tests']],
  ['nginx -t', ['/etc/nginx/nginx.conf']],
  ['dpkg -l', ['/var/lib/dpkg/status.d']],
  ['dpkg-query -l', ['/var/lib/dpkg/status.d']],
  ['apk info', ['/usr/lib/apk/db/installed']],
  ['rpm -qa', ['/var/lib/rpm']],
  ['constructor', []],
])('knows what `%s` reads without being told', (command, paths) => {
  expect(worlds(command.split(' '))).toEqual(taken(...paths));
});

it.each<[string, Told, string[]]>([
  ['[ -f VERSION ] && . ./VERSION', {}, taken('/app/VERSION')],
  ['test -f a.ts && cat b.ts; cat c.ts', {}, taken('/app/b.ts', '/app/c.ts')],
  ['test -f a.ts && cat b.ts', {}, taken('/app/a.ts', '/app/b.ts')],
  ['! cat a.ts', {}, []],
  ['cat a.ts', { exit: 1 }, []],
  ["cat '*.ts'", {}, []],
  ['cat [a].ts', {}, taken('/app/a.ts')],
  ['cat ""', {}, []],
  ['cat "$X/../b.ts" $F', {}, taken('/app/a.ts')],
  ['cat -- a.ts', {}, taken('/app/a.ts')],
  ['tool --file=/app/a.ts -g=/app/b.ts --c=c.ts', {}, taken('/app/a.ts', '/app/b.ts')],
  ['rm a.ts', {}, []],
  ['touch a.ts <b.ts', {}, taken('/app/b.ts')],
  ['cat <a.ts b.ts <"$X"', {}, taken('/app/b.ts', '/app/a.ts')],
  ['cat a.ts b.ts || cat c.ts', {}, ['exit -/app/a.ts -/app/b.ts -/app/c.ts']],
  ['stat a.ts || stat b.ts', { contains: 'x' }, ['exit -/app/a.ts -/app/b.ts']],
])('takes away what `%s` by %j cannot do without', (script, wanted, expected) => {
  expect(worlds(script, wanted)).toEqual(expected);
});

it('says in the title what is taken away, the first three of many', () => {
  const titles = (script: string) => falsehoodsOn(IMAGE)(script).map(({ title }) => title);
  expect(titles('cat a.ts')).toEqual(['/app/a.ts taken away']);
  expect(titles('cat [a].ts')).toEqual(['/app/a.ts taken away']);
  expect(titles('cat [ab].ts')).toEqual(['[ab].ts (/app/a.ts, /app/b.ts) taken away']);
  expect(titles('cat [abc].ts')).toEqual(['[abc].ts (/app/a.ts, /app/b.ts, /app/c.ts) taken away']);
  expect(titles('cat *.ts')).toEqual(['*.ts (/app/a.ts, /app/b.ts, /app/c.ts and 1 more) taken away']);
  expect(titles('cat a.ts || cat b.ts')).toEqual(['/app/a.ts, /app/b.ts taken away at once']);
  expect(titles('cat a.ts b.ts || cat c.ts d.ts VERSION')).toEqual([
    '/app/a.ts, /app/b.ts, /app/c.ts and 2 more taken away at once',
  ]);
});

it.each<[string, Told, string[]]>([
  ['head -1 a.ts', { contains: 'x' }, ['output +/app/a.ts']],
  ['tail a.ts', { matches: 'x' }, ['output +/app/a.ts']],
  ['cat a.ts | grep x', {}, ['exit +/app/a.ts']],
  ['cat s.sh', { contains: 'x' }, ['output +/app/s.sh']],
  ['cat w.py', { contains: 'x' }, ['output +/app/w.py']],
  ['cat a.ts', {}, []],
  ['tac a.ts', { contains: 'x' }, []],
  ['! cat a.ts', { contains: 'x' }, []],
  ['cat l /app', { contains: 'x' }, []],
  ['cat /l', { contains: 'x' }, []],
])('empties what `%s` by %j reads to be judged', (script, wanted, expected) => {
  expect(worlds(script, wanted).filter((it) => it.includes('+'))).toEqual(expected);
});

it.each<[string, string | null]>([
  ['node --check', ')(\n'],
  ['nodejs -c', ')(\n'],
  ['python3 -m py_compile', ')(\n'],
  ['python -m compileall', ')(\n'],
  ['sh -n', '(\n'],
  ['bash -n', '(\n'],
  ['ruby -c', ')(\n'],
  ['perl -c', ')(\n'],
  ['php -l', '<?php )(\n'],
  ['node', null],
  ['deno --check', null],
  ['python -m json.tool', null],
  ['tool py_compile', null],
  ['sh', null],
  ['fish -n', null],
  ['ruby -x', null],
  ['lua -c', null],
  ['php', null],
  ['ls -l', null],
  ['! node --check', null],
])('gives `%s` a text that it must refuse, if it checks syntax', (program, text) => {
  const planted = worlds(`${program} a.ts`).filter((it) => it.includes('+'));
  expect(planted).toEqual(text === null ? [] : [`exit +/app/a.ts (${JSON.stringify(text)})`]);
});

it('lets everybody read a spoilt file', () => {
  expect(worlds('sh -n s.sh')).toContain('exit +/app/s.sh ("(\\n")');
  expect(worlds('python -m py_compile w.py')).toContain('exit +/app/w.py (")(\\n")');
});

it('tries at most sixteen worlds', () => {
  const many = Array.from({ length: 20 }, (_, index) => `/many/${index}`);
  expect(worldsOn({ layers: [many.map((path) => fileAt(path))] })(['cat', ...many])).toEqual(
    taken(...many.slice(0, 16)),
  );
});
