import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './dnf-assumes-yes.ts';

it.each(['dnf install a', 'microdnf install a', 'dnf groupinstall g', 'dnf localinstall a.rpm'])(
  'objects to `%s`',
  (line) => {
    expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
  },
);

it.each([
  'dnf install -y a',
  'microdnf install -y a',
  'dnf -y install a',
  'dnf install --assumeyes a',
  'dnf clean all',
  'notdnf install a',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN dnf install a\n')).toEqual([2]);
});

it('adds -y', () => {
  expect(mended(check, 'FROM a\nRUN dnf install a && dnf groupinstall g\n')).toBe(
    'FROM a\nRUN dnf install -y a && dnf groupinstall -y g\n',
  );
});
