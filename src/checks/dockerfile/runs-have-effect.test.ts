import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './runs-have-effect.ts';

it('objects to a RUN that only sets something up for its own shell', () => {
  expect(
    linesOf(
      check,
      'FROM a\nRUN cd /x\nRUN export A=1 && . ./b\nRUN service x start\nRUN systemctl start y\nRUN ulimit -n 9 || true\n',
    ),
  ).toEqual([2, 3, 4, 5, 6]);
});

it('lets one be that does more', () => {
  expect(
    linesOf(
      check,
      'FROM a\nRUN cd /x && make\nRUN service x start && y\nRUN true\nRUN export A > b\nRUN export A=$(make)\nRUN systemctl enable x\nRUN <<E\ncd x\nE\n',
    ),
  ).toEqual([]);
});

it('lets one be whose settings are worked out, that stops a service, or that reads a script', () => {
  expect(
    linesOf(check, 'FROM a\nRUN export A=$((1+1))\nRUN export A=`b`\nRUN service x stop\nRUN cd /x <<E\ny\nE\n'),
  ).toEqual([]);
});

it('takes a step with a document for one that does something', () => {
  expect(linesOf(check, 'FROM a\nRUN cd /x <<E\ny\nE\n')).toEqual([]);
});
