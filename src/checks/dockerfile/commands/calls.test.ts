import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mended } from '../../../../test/kit/rules.ts';
import { parseDockerfile } from '../../../formats/index.ts';
import aptAssumesYes from '../apt-assumes-yes.ts';
import aptListsRemoved from '../apt-lists-removed.ts';
import noApt from '../no-apt.ts';
import pipNoCache from '../pip-no-cache.ts';
import yumCleaned from '../yum-cleaned.ts';
import { hasArgument, hasFlag, isMounted, operandsOf, runsIn } from './calls.ts';

const calls = (text: string) => runsIn(parseDockerfile('Dockerfile', text)).flatMap((run) => run.calls);
const call = (line: string) => {
  const [first] = calls(`RUN ${line}\n`);
  if (!first) throw new Error('no command');
  return first;
};

it('reads options by their names, bundles letter by letter', () => {
  expect(call('a --all=b -xyz - -- c').flags).toEqual(['all', 'x', 'y', 'z']);
  expect(call('a --b --c=d=e').flags).toEqual(['b', 'c']);
  expect(hasFlag(call('a -xy'), 'y')).toBe(true);
  expect(hasArgument(call('a "b c" d'), 'b c')).toBe(true);
});

it('tells operands from the values of options', () => {
  const operands = operandsOf(call('a -qt one --to two --to=x three -v four'), ['t', 'to']).map(({ text }) => text);
  expect(operands).toEqual(['three', 'four']);
  expect(operandsOf(call('a start next - last'), ['t']).map(({ text }) => text)).toEqual(['start', 'next', 'last']);
});

it('names a program by its path below bin, and by nothing that is not literal', () => {
  expect(['/usr/local/bin/pip x', './pip x', '/opt/pip x', '$PIP x'].map((line) => call(line).name)).toEqual([
    'pip',
    '',
    '',
    '',
  ]);
});

it('takes neither the patterns of a case nor the keywords of compound commands for commands', () => {
  expect(
    calls('RUN case $x in a|wget) curl y;; esac; for i in a b; do vim $i; done\n').map(({ name }) => name),
  ).toEqual(['curl', 'vim']);
});

it('puts the steps of stages first, and those of triggers behind them, as a file of their own', () => {
  const runs = runsIn(parseDockerfile('Dockerfile', 'RUN a\nFROM x AS y\nONBUILD RUN b\nRUN c\nFROM Y\nRUN d\n'));
  expect(runs.map(({ calls: [it], part }) => [it?.name, part.isTrigger, part.isKept, part.parents.length])).toEqual([
    ['a', false, false, 0],
    ['c', false, true, 0],
    ['d', false, true, 1],
    ['b', true, true, 0],
  ]);
});

it('reads the shell of a step from SHELL, and from a comment above the first FROM', () => {
  const shells = (text: string) => runsIn(parseDockerfile('Dockerfile', text)).map(({ shell }) => shell[0]);
  expect(shells('FROM a\nRUN b\nSHELL ["bash", "-c"]\nRUN c\nFROM a\nRUN d\n')).toEqual(['/bin/sh', 'bash', '/bin/sh']);
  expect(shells('FROM a AS x\nSHELL ["bash", "-c"]\nFROM X\nRUN b\n')).toEqual(['bash']);
  expect(shells('# hadolint shell = ash\nARG A\n# hadolint shell=dash\nFROM a\nRUN b\nFROM c\nRUN d\n')).toEqual([
    'ash',
    'ash',
  ]);
  expect(shells('# shell=ash\nFROM a\n# hadolint shell=ash\nRUN b\nFROM c\nRUN d\n')).toEqual(['/bin/sh', '/bin/sh']);
  expect(shells('# hadolint shell=ash\nRUN b\n')).toEqual(['/bin/sh']);
  expect(shells('FROM a\nONBUILD RUN b\n')).toEqual(['/bin/sh']);
});

it('knows the end of a case from the commands behind it', () => {
  expect(calls('RUN case $x in a) b;; c|d) e;; esac; f | g\nRUN (a | b)\n').map(({ name }) => name)).toEqual([
    'b',
    'e',
    'f',
    'g',
    'a',
    'b',
  ]);
});

it('sees caches and memory that lie over a folder', () => {
  const [run] = runsIn(parseDockerfile('Dockerfile', 'RUN --mount=type=tmpfs,dst=/var/a/b true\n'));
  expect(run && [isMounted(run, '/var/a'), isMounted(run, '/var/c')]).toEqual([true, false]);
});

const words = "apt-get apt install update pip yum -y x $V && || ; | ( ) { } ` ' [ ] , RUN".split(' ');
const piece = fc.constantFrom(...words, '"', '"q r"', '\\\n', ' # c\n', '<<E\n', '\nE\n', '\nRUN ', '\r\nONBUILD RUN ');

it('mends whatever it is given so that nothing is left to mend and no fault comes in', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const text = `FROM a\nRUN ${pieces.join(' ')}\n`;
      for (const check of [aptAssumesYes, aptListsRemoved, noApt, pipNoCache, yumCleaned]) mended(check, text);
    }),
    { numRuns: 100 },
  );
});

it('reads what a case is piped into, and what stands before its patterns', () => {
  const names = (line: string) => calls(`RUN ${line}\n`).map(({ name }) => name);
  expect(names('x | case $y in a|b) c;; esac')).toEqual(['x', 'c']);
  expect(names('case $y in a) b;; esac | x')).toEqual(['b', 'x']);
});

it('knows the stages that one is made from, nearest first, fifty at most', () => {
  const bases = (text: string) =>
    runsIn(parseDockerfile('Dockerfile', text))
      .at(-1)
      ?.part.parents.map(({ base }) => base);
  expect(bases('FROM a AS b\nFROM b AS c\nFROM c\nRUN d\n')).toEqual(['b', 'a']);
  const chain = Array.from({ length: 60 }, (_, index) => `FROM s${index} AS s${index + 1}\n`).join('');
  expect(bases(`${chain}RUN d\n`)).toEqual(Array.from({ length: 50 }, (_, index) => `s${58 - index}`));
});

it('reads a trigger that is still being written', () => {
  expect(calls('FROM a\nONBUILD\nRUN b\n').map(({ name }) => name)).toEqual(['b']);
});

it('sees nothing lie over a folder where a mount names none', () => {
  const [run] = runsIn(parseDockerfile('Dockerfile', 'RUN --mount=type=cache true\n'));
  expect(run && isMounted(run, '/var')).toBe(false);
});
