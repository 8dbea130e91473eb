import { expect, it } from 'vitest';
import { falsehoodsOn, fileAt, worldsOn } from '../../../../test/kit/falsehoods.ts';

const NAMES = ['a.ts', 'b.js', 'src/c.ts', 'src/deep/d.ts', 'zoo/e.ts', 'skip/f.ts'];
const IMAGE = {
  config: { workingDir: '/app', env: ['PATH=/usr/bin'] },
  layers: [
    [
      ...NAMES.map((name) => fileAt(`/app/${name}`)),
      fileAt('/proc/1/g.ts'),
      { path: '/app/link.ts', type: 'symlink' as const, linkTarget: '/app/a.ts' },
      { path: '/lnk', type: 'symlink' as const, linkTarget: '/app/src' },
      { path: '/app/dir.ts', type: 'directory' as const },
    ],
  ],
};
const worlds = worldsOn(IMAGE);
const planted = (...paths: readonly string[]) => paths.map((path) => `output +${path}`);

/** What is planted for a `find` that is to find nothing. */
const sought = (args: string) => worlds(`find ${args} | wc -l`, { matches: '^0$' });

it.each<[string, string[]]>([
  ["/app -name '*.go'", ['/app/tickproof-plant.go']],
  ["/ -name '*.go'", ['/tickproof-plant.go']],
  ["/app// -name '*.go'", ['/app/tickproof-plant.go']],
  ["-name '*.go'", ['/app/tickproof-plant.go']],
  ["src . -name '*.go'", ['/app/src/tickproof-plant.go', '/app/tickproof-plant.go']],
  ["./src -path './src/x/*'", ['/app/src/x/tickproof-plant']],
  ["/lnk/ -name '*.go'", ['/app/src/tickproof-plant.go']],
  ["'/a?p' -name '*.go'", ['/tickproof-plant.go']],
  ['/none', ['/tickproof-plant']],
  ['/app "$X" -name \'*.go\'', []],
  ["/app '' -name '*.go'", []],
  ["/a?p -name '*.go'", []],
])('plants at each place where `find %s` looks, if all are known', (args, paths) => {
  expect(sought(args)).toEqual(planted(...paths));
});

it.each<[string, string[]]>([
  ["/app -mindepth 2 -name '*.go'", ['/app/dir.ts/tickproof-plant.go']],
  ["/app -mindepth 3 -name '*.go'", ['/app/src/deep/tickproof-plant.go']],
  ["/app/src -mindepth 2 -path '/app/src/*.go'", ['/app/src/deep/tickproof-plant.go']],
  ["/app -path '/app/src/*' -name '*.go'", ['/app/src/tickproof-plant.go']],
  ["/app -path '*/src/*'", ['/app/tickproof-plant/src/tickproof-plant']],
  ["/ -path '/opt/x/*'", ['/opt/x/tickproof-plant']],
  ["/ -path '*/x'", ['/x']],
  ["/app -path '/app/x'", ['/app/x']],
  ["/app -path '*/../x/*'", []],
  ["/app -path '/x'", []],
  ["/app -name x -o -name x -o -name '.y.go'", ['/app/x', '/app/.y.go']],
  ["/app -regex '.*\\.go'", ['/app/x.go']],
  ["/app -regex '.*/' -o -name y", ['/app/y']],
  ["/app -name ''", []],
  ["/app ! -name '*.ts' ! -name '*.js' -type f", ['/app/tickproof-plant']],
  ['/app -newer x', []],
])('gives a plant the name and the place that `find %s` looks for', (args, paths) => {
  expect(sought(args)).toEqual(planted(...paths));
});

it.each<[string, string[]]>([
  ["/app -name '*.go' -not -path '*/skip/*'", ['/app/tickproof-plant.go', '/app/skip/tickproof-plant.go']],
  ["/app -name '*.go' ! -name 'x*'", ['/app/tickproof-plant.go']],
  ["/app | grep -v skip | grep '\\.go$'", ['/app/tickproof-plant.go', '/app/skip/tickproof-plant.go']],
  ['/app | grep -v zoo', ['/app/tickproof-plant', '/app/zoo/tickproof-plant']],
  ["/app | grep '[[:digit:]]'", ['/app/tickproof-plant0']],
  ["/app | grep '^/app/x$'", ['/app/x']],
  ["/app | grep 'src/.*\\.go'", ['/app/src/tickproof-plantx.go']],
  ["/app | grep '/$'", []],
  ["/app | grep -E '(a+)+'", []],
  ['/app -name "*.go" | grep "$X"', []],
])('plants where `find %s` does not look, too', (args, paths) => {
  expect(sought(args)).toEqual(planted(...paths));
});

it.each<[string, string]>([
  ['/none -type d -name x', '/x (folder)'],
  ['/app -type d -perm -0002', '/app/tickproof-plant (folder 646)'],
  ['/app -type l -name x', '/app/x (-> /)'],
  ['/app -perm -2000', '/app/tickproof-plant (2644)'],
  ['/app -perm /0111 -name x', '/app/x (755)'],
  ['/app -size +10k', '/app/tickproof-plant (10241 B)'],
  ['/app -size 0', '/app/tickproof-plant (0 B)'],
])('makes of a plant what `find %s` looks for', (args, expected) => {
  expect(sought(args)).toEqual(planted(expected));
});

it.each<[string, string]>([
  ["'*.go'", '+/app/tickproof-plant.go +/app/tickproof-plant1.go +/app/tickproof-plant2.go'],
  ['plain*', '+/app/plaintickproof-plant +/app/plaintickproof-plant1 +/app/plaintickproof-plant2'],
  ["'.*'", '+/app/.tickproof-plant +/app/.tickproof-plant1 +/app/.tickproof-plant2'],
  ["'.*.x'", '+/app/.tickproof-plant.x +/app/.tickproof-plant1.x +/app/.tickproof-plant2.x'],
])('counts plants before the ending of what `-name %s` finds', (name, expected) => {
  expect(worlds(`test $(find /app -name ${name} | wc -l) -lt 3`)).toEqual([`exit ${expected}`]);
});

const taken = (...names: readonly string[]) => [`exit ${names.map((name) => `-/app/${name}`).join(' ')}`];

it.each<[string, string[]]>([
  ["/app -name '*.ts' -type f | grep -q src", taken('src/c.ts', 'src/deep/d.ts')],
  ["/ -name '*.ts' -type f", taken('a.ts', 'skip/f.ts', 'src/c.ts', 'src/deep/d.ts', 'zoo/e.ts')],
  ["/app -name '*.ts' -type l", taken('link.ts')],
  ["/app -name '*.ts' -type d", taken('dir.ts')],
  ['/app/a.ts', taken('a.ts')],
  ['. -name a.ts | grep -q ./a.ts', taken('a.ts')],
  ['-name c.ts | grep -q ^./src', taken('src/c.ts')],
  ["/app/src -path '/app/src/deep/*'", taken('src/deep/d.ts')],
  ['/ -path /app/a.ts', taken('a.ts')],
  ['/app -maxdepth 0', ['exit -/app {"config":{"workingDir":"/","volumes":[]}}']],
  ['/app -name none', ['exit +/app/none']],
  ['/app -name none | grep -q .', []],
])('takes away all that `find %s` finds, if it finds anything', (args, expected) => {
  expect(worlds(`find ${args}`)).toEqual(expected);
});

const BROKEN = (ending: string) => [`exit +/app/tickproof-plant.${ending} (")(\\n")`];

it.each<[string, string[]]>([
  ["-name '*.js' -exec node --check {} \\;", BROKEN('js')],
  ["-name '*.js' -exec node --check {} \\; | xargs rm", BROKEN('js')],
  ["-name '*.js' | xargs -n 1 node --check", BROKEN('js')],
  ["-name '*.js' | xargs -P2 -I {} /usr/bin/node --check {}", BROKEN('js')],
  ["-name '*.sh' | xargs sh -n | xargs echo", ['exit +/app/tickproof-plant.sh ("(\\n")']],
  ["-name '*.js' -not -path '*/skip/*' -exec node --check {} +", BROKEN('js')],
  ["-name '*.js' -exec rm {} +", []],
  ["-name '*.js' | xargs rm", []],
  ["-name '*.js' | xargs", []],
  ["-name '*.js' -exec", []],
])('plants what the checker must refuse that `find /app %s` runs', (args, expected) => {
  expect(worlds(`find /app ${args}`)).toEqual(expected);
});

it('hears whether a checker fails, not what it prints', () => {
  expect(worlds("find /app -name '*.js' -exec node --check {} +", { contains: 'x' })).toEqual(BROKEN('js'));
  expect(worlds("find /app -name '*.js' | xargs node --check", { contains: 'x' })).toEqual(BROKEN('js'));
});

it('takes no more than three hundred files away', () => {
  const found = (count: number) => {
    const files = Array.from({ length: count }, (_, index) => fileAt(`/many/${index}`));
    return worldsOn({ layers: [files] })("find /many -name '*' -type f | grep -q .").map(
      (it) => it.split(' ').length - 1,
    );
  };
  expect(found(300)).toEqual([300]);
  expect(found(301)).toEqual([]);
});

it('looks for a place in sixty folders, those higher up first', () => {
  const on = (count: number) => {
    const folders = Array.from({ length: count }, (_, index) => fileAt(`/many/${index}/x`));
    const image = { layers: [[fileAt('/many/0/deep/x'), ...folders]] };
    return worldsOn(image)("find /many -mindepth 3 -name '*.go' | wc -l", { matches: '^0$' });
  };
  expect(on(58)).toEqual(planted('/many/0/deep/tickproof-plant.go'));
  expect(on(59)).toEqual([]);
});

it('says in the title what is planted, what is taken away, and what is not in the image', () => {
  const titles = (script: string) => falsehoodsOn(IMAGE)(`find ${script}`).map(({ title }) => title);
  expect(titles("/app -name '*.ts' -type f | grep -q src")).toEqual(['/app/src/c.ts, /app/src/deep/d.ts taken away']);
  expect(titles("/app -name '*.go' -not -path '*/skip/*' | wc -l")).toEqual([
    '/app/tickproof-plant.go planted',
    '/app/skip/tickproof-plant.go planted, where the search does not look',
  ]);
  expect(titles('/none -name x | wc -l')).toEqual(['/x, as /none, which is searched, is not in the image']);
});
