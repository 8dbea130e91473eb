import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './dnf-pinned.ts';

it.each([
  'dnf install -y a',
  'dnf install rpm-sign',
  'dnf install a-1 b',
  'dnf module install tomcat',
  'dnf install git-${version}',
  'microdnf install a',
])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'dnf install a-1.2',
  'dnf install openssl-1:1.1.1k',
  'dnf install gcc-c++-1.1.1',
  'dnf install java-1.8.0-openjdk',
  'dnf install rpm-sign-4.16.1.3',
  'dnf install x-y.rpm',
  'dnf module install tomcat:9',
  'dnf install --enablerepo epel a-1',
  'dnf group install "Development Tools"',
  'dnf clean all',
  'bash -c `# nothing`',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN dnf install a\n')).toEqual([2]);
});

it('takes a known variable for a version', () => {
  expect(linesOf(check, 'FROM a AS b\nENV v=1\nFROM b\nARG w=1\nRUN dnf install a-$v b-${w}\n')).toEqual([]);
});

it('knows no variable of another stage', () => {
  expect(linesOf(check, 'FROM a AS b\nENV v=1\nFROM a\nRUN dnf install a-$v\n')).toEqual([4]);
});

it('knows in triggers what triggers set', () => {
  expect(linesOf(check, 'FROM a\nENV v=1\nONBUILD RUN dnf install a-$v\n')).toEqual([3]);
});
