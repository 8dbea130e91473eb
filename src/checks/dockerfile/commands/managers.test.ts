import { expect, it } from 'vitest';
import { linesOf } from '../../../../test/kit/rules.ts';
import { parseDockerfile } from '../../../formats/index.ts';
import aptListsRemoved from '../apt-lists-removed.ts';
import dnfPinned from '../dnf-pinned.ts';
import wgetProgress from '../wget-progress.ts';
import { runsIn } from './calls.ts';
import { isPipInstall } from './managers.ts';

it.each([
  ['pip install a', true],
  ['pip3.12 install a', true],
  ['python3 -m pip install a', true],
  ['pip list', false],
  ['pipenv install a', false],
  ['python -m venv install', false],
  ['python pip install', false],
  ['x -m pip install a', false],
])('`%s` installs by pip: %s', (line, isInstall) => {
  const [run] = runsIn(parseDockerfile('Dockerfile', `RUN ${line}\n`));
  expect(run?.calls.some(isPipInstall)).toBe(isInstall);
});

it('takes only what `rm` is told for removed', () => {
  expect(linesOf(aptListsRemoved, 'FROM a\nRUN apt-get update && ls /var/lib/apt/lists\n')).toEqual([2]);
  expect(linesOf(aptListsRemoved, 'FROM a\nRUN apt-get update && rm -rf $LISTS\n')).toEqual([]);
  expect(linesOf(aptListsRemoved, 'FROM a\nRUN apt-get update && rm -$X /tmp/y\n')).toEqual([2]);
});

it.each([
  ['dnf install -y curl-8.9.1 git', true],
  ['dnf install -y curl-8.9.1-*', true],
  ['dnf install -y curl.rpm', true],
  ['dnf module install -y nodejs:22 ruby', true],
  ['dnf module install -y nodejs:22', false],
  ['dnf install -y ./curl-x.rpm', false],
  ['dnf install -y curl-8.9.1-2.fc42', false],
  ['dnf group install -y x', false],
])('`%s` leaves a version open: %s', (line, isOpen) => {
  expect(linesOf(dnfPinned, `FROM a\nRUN ${line}\n`)).toEqual(isOpen ? [2] : []);
});

it('lets a variable hold the version, a trigger only one of its own', () => {
  expect(linesOf(dnfPinned, 'ARG V\nFROM a\nENV W=1\nRUN dnf install -y x-$V y-${W}\n')).toEqual([]);
  expect(linesOf(dnfPinned, 'FROM a AS b\nENV W=1\nFROM b\nRUN dnf install -y y-$W\n')).toEqual([]);
  expect(linesOf(dnfPinned, 'FROM a\nONBUILD ARG V\nONBUILD RUN dnf install -y x-$V\n')).toEqual([]);
  expect(linesOf(dnfPinned, 'FROM a\nARG V\nONBUILD RUN dnf install -y x-$V\n')).toEqual([3]);
});

it('knows a stage with a package manager of GNU systems, whatever else it runs', () => {
  expect(
    linesOf(wgetProgress, 'FROM a\nRUN true && apt-get update\nRUN wget x\nFROM a\nRUN wget x\n').includes(3),
  ).toBe(true);
});
