import { expect, it } from 'vitest';
import { fileAt, worldsOn } from '../../../../test/kit/falsehoods.ts';

const PATHS = [
  '/app/a.ts',
  '/app/b.ts',
  '/app/{x}',
  '/app/pkg/x.py',
  '/app/rel/tool',
  '/data/x',
  '/data/y',
  '/etc/hosts',
];
const worlds = worldsOn({
  config: { workingDir: '/app', env: ['PATH=/usr/bin:rel', 'E=', '=x', 'bare'], volumes: ['/data'] },
  layers: [[...PATHS.map((path) => fileAt(path)), fileAt('/dev/null'), fileAt('/sys/x')]],
});

it.each<[string, string[]]>([
  ['cd pkg; cat x.py', ['exit -/app/pkg', 'exit -/app/pkg/x.py']],
  ['pushd pkg; cat x.py', ['exit -/app/pkg', 'exit -/app/pkg/x.py']],
  ['popd pkg; cat x.py', ['exit -/app/pkg']],
  ['cd /none; cat a.ts', ['exit -/app/a.ts']],
  ['cd "$X"; cat a.ts', ['exit -/app/a.ts']],
  ['cd; cat a.ts', ['exit -/app/a.ts']],
])('stands where `%s` has gone, if that is a folder', (script, expected) => {
  expect(worlds(script)).toEqual(expected);
});

it.each<[string, string[]]>([
  ['cat *.ts', ['exit -/app/a.ts -/app/b.ts']],
  ['cat ./*.ts', ['exit -/app/a.ts -/app/b.ts']],
  ['cat /app/?.ts', ['exit -/app/a.ts -/app/b.ts']],
  ['cat {x}*', ['exit -/app/{x}']],
  ['cat /app/**.ts', []],
  ['cat [z-a]*', []],
  ['cat /etc/h*', []],
])('finds by the glob of `%s` what a shell finds', (script, expected) => {
  expect(worlds(script)).toEqual(expected);
});

it('knows variables by their names, and programs on absolute folders of PATH only', () => {
  expect(worlds(['printenv', 'E'])).toEqual(['exit {"env":{"E":null}}']);
  expect(worlds(['printenv', '', 'bare', 'bar'])).toEqual([]);
  expect(worlds('which tool')).toEqual([]);
});

it('leaves alone what the engine lays its own over', () => {
  expect(worlds('cat /etc/hosts /dev/null; ls /sys/x /proc /sys /')).toEqual([]);
});

it('takes a folder away for good that the engine would make again, and no other', () => {
  const config = '{"config":{"workingDir":"/","volumes":[]}}';
  expect(worlds('test -d /data')).toEqual([`exit -/data ${config}`]);
  expect(worlds('test -d /app -o -d /app/pkg')).toEqual([`exit -/app ${config}`, 'exit -/app/pkg']);
  expect(worlds('test -d /app/pkg || test -d /data')).toEqual([`exit -/app/pkg -/data ${config}`]);
  expect(worldsOn({ layers: [[fileAt('/x')]] })('test -f x')).toEqual(['exit -/x']);
});
