import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './go-pinned.ts';

it.each([
  'go install a.b/c',
  'go install a.b/c@latest',
  'go get a.b/c@none',
  'go run a.b/c',
  'go get -tool x@latest',
  'go install -tags x a.b/c',
])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'go install a.b/c@v1',
  'go get a.b/c@$V',
  'go run a.b/c@v1 x',
  'go install ./cmd/x ../y .',
  'go install ./...',
  'go run main.go',
  'go install tool',
  'go install tool x@v1',
  'go run -tags x ./y',
  'go build a',
  'go mod download',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at go alone, and names the first of several', () => {
  expect(linesOf(check, 'FROM a\nRUN x install a.org/b\n')).toEqual([]);
  expect(linesOf(check, 'FROM a\nRUN go run a.org/b@v1 c\n')).toEqual([]);
  expect(judged(check, 'FROM a\nRUN go install a.org/b a.org/c\n')).toMatchObject({
    findings: [{ message: '`a.org/b` is taken at whatever version there is' }],
  });
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN go install a.b/c\n')).toEqual([2]);
});
