import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './yum-pinned.ts';

it.each([
  'yum install -y a',
  'yum install rpm-sign',
  'yum install a-1 b',
  'yum module install tomcat',
  'yum install git-${version}',
])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'yum install a-1.2',
  'yum install openssl-1:1.1.1k',
  'yum install gcc-c++-1.1.1',
  'yum install java-1.8.0-openjdk',
  'yum install rpm-sign-4.16.1.3',
  'yum install x-y.rpm',
  'yum module install tomcat:9',
  'yum install --enablerepo epel a-1',
  'yum group install "Development Tools"',
  'yum clean all',
  'bash -c `# nothing`',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN yum install a\n')).toEqual([2]);
});

it('takes a known variable for a version', () => {
  expect(linesOf(check, 'FROM a AS b\nENV v=1\nFROM b\nARG w=1\nRUN yum install a-$v b-${w}\n')).toEqual([]);
});

it('knows no variable of another stage', () => {
  expect(linesOf(check, 'FROM a AS b\nENV v=1\nFROM a\nRUN yum install a-$v\n')).toEqual([4]);
});

it('knows in triggers what triggers set', () => {
  expect(linesOf(check, 'FROM a\nENV v=1\nONBUILD RUN yum install a-$v\n')).toEqual([3]);
});
