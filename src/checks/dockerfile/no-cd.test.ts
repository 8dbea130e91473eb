import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './no-cd.ts';

it.each(['cd /opt', '(cd /opt && make)', 'make && cd /tmp', 'f() { cd /opt; }; f'])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each(['make -C /opt', 'echo cd', 'cdparanoia'])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('leaves triggers to the file that they run in', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN cd /opt\n')).toEqual([]);
});

it('needs no FROM', () => {
  expect(linesOf(check, 'RUN cd /opt\n')).toEqual([1]);
});

it('reads no command of PowerShell', () => {
  expect(linesOf(check, 'FROM a\nSHELL ["pwsh", "-c"]\nRUN cd x\n')).toEqual([]);
});

it('takes up the shell of the stage below, whatever the case of its name', () => {
  expect(linesOf(check, 'FROM a AS win\nSHELL ["cmd", "/S", "/C"]\nFROM WIN\nRUN cd x\n')).toEqual([]);
});

it('takes the shell that a comment names', () => {
  expect(linesOf(check, '# hadolint shell=powershell\nFROM a\nRUN cd x\n')).toEqual([]);
});
