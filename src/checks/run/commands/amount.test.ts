import { expect, it } from 'vitest';
import { fileAt, type Told, worldsOn } from '../../../../test/kit/falsehoods.ts';

const worlds = worldsOn({
  config: { workingDir: '/app', env: ['PATH=/usr/bin'] },
  layers: [[fileAt('/app/a.ts'), fileAt('/app/b.ts'), fileAt('/app/run.sh', 0o755)]],
});

const FIND = "find /app -name '*.js'";
const COUNT = `$(${FIND} | wc -l)`;
const FOUND = "find /app -name '*.ts'";

/** How many are planted, and how many of what is there are taken away. */
function amount(script: string, wanted?: Told): string {
  const changes = worlds(script, wanted).join(' ').split(' ');
  const [planted, taken] = ['+', '-'].map((sign) => changes.filter((it) => it.startsWith(sign)).length);
  return `+${planted} -${taken}`;
}

it.each<[string, Told, string]>([
  [`test ${COUNT} -eq 0`, {}, '+1 -0'],
  [`test ${COUNT} = 0`, {}, '+1 -0'],
  [`[[ ${COUNT} == 0 ]]`, {}, '+1 -0'],
  [`test ${COUNT} -lt 1`, {}, '+1 -0'],
  [`test ${COUNT} -lt 3`, {}, '+3 -0'],
  [`test ${COUNT} -lt 0`, {}, '+1 -0'],
  [`test ${COUNT} -lt 3 -o 7 = 8`, {}, '+3 -0'],
  [`test ${COUNT} -lt "$MAX"`, {}, '+1 -0'],
  [`test ${COUNT} -lt 999`, {}, '+50 -0'],
  [`test ${COUNT} -le 0`, {}, '+1 -0'],
  [`test ${COUNT} -le 2`, {}, '+3 -0'],
  [`test -z "$(${FIND})"`, {}, '+1 -0'],
  [`test -z "$(${FIND})" = x`, {}, '+1 -0'],
  [`! test -n "$(${FIND})"`, {}, '+1 -0'],
  [`! test "$(${FIND})"`, {}, '+1 -0'],
  [`! test ${COUNT} -ne 0`, {}, '+1 -0'],
  [`! test ${COUNT} != 0`, {}, '+1 -0'],
  [`! test ${COUNT} -gt 1`, {}, '+2 -0'],
  [`! test ${COUNT} -ge 3`, {}, '+3 -0'],
  [`test ! ${COUNT} -gt 1`, {}, '+2 -0'],
  [`test ${COUNT} -gt 1`, { exit: 1 }, '+2 -0'],
  [`test -n "$(${FOUND})"`, {}, '+0 -2'],
  [`test "$(${FOUND})"`, {}, '+0 -2'],
  [`test "$(${FOUND})" -nt 5`, {}, '+0 -2'],
  [`test $(${FOUND} | wc -l) -ge 2`, {}, '+0 -2'],
  [`! test $(${FOUND} | wc -l) -lt 2`, {}, '+0 -2'],
  [`! test $(${FOUND} | wc -l) -le 1`, {}, '+0 -2'],
  [`! test $(${FOUND} | wc -l) -eq 0`, {}, '+0 -2'],
  [`! test $(${FOUND} | wc -l) = 0`, {}, '+0 -2'],
  [`! test -z "$(${FOUND})"`, {}, '+0 -2'],
])('makes as many as break the comparison of `%s`', (script, wanted, expected) => {
  expect(amount(script, wanted)).toBe(expected);
});

it.each<[string, Told, string]>([
  [`${FIND} | wc --lines | grep -qx 0`, {}, '+1 -0'],
  [`${FIND} | grep -c . | grep -q '^[012]$'`, {}, '+3 -0'],
  [`${FIND} | wc -l | grep -vqx 50`, {}, '+50 -0'],
  [`${FIND} | wc -l | grep -vqx 51`, {}, '+1 -0'],
  [`${FIND} | wc -l | grep -q .`, {}, '+1 -0'],
  [`! ${FIND} | wc -l | grep -qx 0`, {}, '+0 -0'],
  [`${FIND} | wc -l`, {}, '+1 -0'],
  [`${FIND} | wc -l`, { matches: '^[0-4]$' }, '+5 -0'],
  [`${FIND} | wc -m -l`, { matches: '^[0-1]$' }, '+2 -0'],
  [`${FIND} | wc -l`, { contains: '0', matches: '^[05]$' }, '+1 -0'],
  [`${FIND} | wc -l`, { matches: '[0-9]' }, '+1 -0'],
  [`${FOUND} | wc -l`, { matches: '^2$' }, '+0 -2'],
  [`${FOUND} | wc -l | grep -qx 2`, {}, '+0 -2'],
  [`${FOUND} | wc -l`, { contains: '2' }, '+0 -2'],
])('makes as many as change what is said of the number in `%s`, by %j', (script, wanted, expected) => {
  expect(amount(script, wanted)).toBe(expected);
});

it.each<[string, Told, readonly string[]]>([
  [FOUND, { contains: 'a.ts' }, ['output -/app/a.ts -/app/b.ts']],
  [`${FOUND} -o -path /nowhere`, { exit: 1, contains: 'a.ts' }, ['output -/app/a.ts -/app/b.ts']],
  [FOUND, { exit: 1 }, ['exit +/app/tickproof-plant.ts']],
  ["find /nowhere -name '*.ts'", { exit: 1 }, ['exit +/tickproof-plant.ts']],
  ['grep -q x a.ts', { matches: '^$' }, ['exit -/app/a.ts']],
  ['! grep -q y a.ts', {}, ['exit +/app/a.ts ("y\\n")']],
  ['ls -l a.ts', {}, ['exit -/app/a.ts']],
])('tells from exit code and output whether `%s` is to find anything, by %j', (script, wanted, expected) => {
  expect(worlds(script, wanted)).toEqual(expected);
});

it.each<[string, readonly string[]]>([
  ['test -f a.ts -a -x run.sh', ['exit -/app/a.ts', 'exit -/app/run.sh']],
  ['test -a a.ts', ['exit -/app/a.ts']],
  ['test a -a b.ts', []],
  ['test ! -f no', ['exit +/app/no']],
  ['test ! ! -f a.ts', ['exit -/app/a.ts']],
  ['test ! -f no -a -f a.ts', ['exit -/app/a.ts', 'exit +/app/no']],
  ['[[ -e a.ts && -x run.sh ]]', ['exit -/app/a.ts', 'exit -/app/run.sh']],
  ['[ -f ]', []],
  ['[[ -f ]]', []],
  ['test -f', []],
  ['test -f "$(echo a.ts)"', []],
  ['test -n a.ts', []],
])('takes `%s` for what it asks of paths', (script, expected) => {
  expect(worlds(script)).toEqual(expected);
});
