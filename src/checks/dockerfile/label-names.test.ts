import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './label-names.ts';

it('objects to names that are not lower case, or begin or end oddly', () => {
  expect(
    linesOf(
      check,
      'FROM a\nLABEL Name=1\nLABEL 1a=1\nLABEL .a=1\nLABEL a.=1\nLABEL a$b=1\nLABEL a..b=1\nLABEL a--b=1\n',
    ),
  ).toEqual([2, 3, 4, 5, 6, 7, 8]);
});

it('objects to reserved namespaces', () => {
  expect(
    linesOf(check, 'FROM a\nLABEL com.docker.x=1\nLABEL ok=1 io.docker.y=2\nLABEL org.dockerproject.z 3\n'),
  ).toEqual([2, 3, 4]);
});

it('lets good names be, quoted ones too', () => {
  expect(linesOf(check, 'FROM a\nLABEL org.example.a-b_c/d2="x" "team"=y\n')).toEqual([]);
});

it('names the first of several', () => {
  expect(judged(check, 'FROM a\nLABEL ok=1 One=1 Two=2\n')).toMatchObject({
    findings: [{ message: '`One` is no good name of a label' }],
  });
});
