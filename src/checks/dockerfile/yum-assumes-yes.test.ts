import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './yum-assumes-yes.ts';

it.each(['yum install a', 'yum groupinstall g', 'yum localinstall a.rpm'])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each(['yum install -y a', 'yum -y install a', 'yum install --assumeyes a', 'yum clean all', 'notyum install a'])(
  'has nothing against `%s`',
  (line) => {
    expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
  },
);

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN yum install a\n')).toEqual([2]);
});

it('adds -y', () => {
  expect(mended(check, 'FROM a\nRUN yum install a && yum groupinstall g\n')).toBe(
    'FROM a\nRUN yum install -y a && yum groupinstall -y g\n',
  );
});
