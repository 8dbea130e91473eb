import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf, lookedAt } from '../../../test/kit/rules.ts';
import check from './copy-from-known-stage.ts';

it('objects to a name that no stage above has', () => {
  expect(linesOf(check, 'COPY --from=b c .\n')).toEqual([1]);
  expect(linesOf(check, 'FROM a\nCOPY --from=b c .\nFROM d AS b\n')).toEqual([2]);
  expect(linesOf(check, 'FROM a\nCOPY --from=1 c .\n')).toEqual([2]);
});

it('lets names and numbers of stages above be, and images', () => {
  expect(
    linesOf(
      check,
      'FROM a AS Build\nFROM b\nCOPY --from=build c .\nCOPY --from=0 c .\nCOPY --from=nginx:1 c .\nCOPY c .\n',
    ),
  ).toEqual([]);
});

it('looks at what is copied from a stage', () => {
  expect(lookedAt(check, 'FROM a AS b\nFROM c\nCOPY x y\nCOPY --chown=1 --from=b e f\n')).toEqual([4]);
});

it('leaves the number of the stage itself to another rule', () => {
  expect(linesOf(check, 'FROM a\nCOPY --from=0 c .\n')).toEqual([]);
});

it.each([
  ['COPY --from=builder /a /b', 'No stage above is called `builder`, did you mean `build`?'],
  ['COPY --from=biuld /a /b', 'No stage above is called `biuld`, did you mean `build`?'],
  ['COPY --from=last /a /b', 'No stage above is called `last`: it stands below'],
  ['COPY --from=registry.example.org/tools /a /b', 'No stage above is called `registry.example.org/tools`'],
])('names what may be meant by %s', (line, message) => {
  expect(judged(check, `FROM a AS build\nFROM b\n${line}\nFROM c AS last\n`)).toMatchObject({
    findings: [{ message }],
  });
});

it('is done in time with as many names as a file holds', () => {
  const stages = Array.from({ length: 1000 }, (_, at) => `FROM a AS stage${at}\nCOPY --from=stag-e${at} /a /b\n`);
  expect(linesOf(check, stages.join(''))).toHaveLength(1000);
});

it('names what may be meant for the first hundred', () => {
  const text = `FROM a AS build\n${'COPY --from=biuld /a /b\n'.repeat(101)}`;
  const verdict = judged(check, text);
  const said = verdict.status === 'fail' ? verdict.findings.map(({ message }) => message) : [];
  expect(said.map((it) => it.includes('did you mean'))).toEqual([...Array<boolean>(100).fill(true), false]);
});
