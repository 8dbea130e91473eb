import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { dockerfileFactsOf } from '../../sensors/index.ts';
import { mended } from '../../../test/kit/rules.ts';
import check from './heredoc-errexit.ts';

it.each([
  'RUN <<EOF\na\nb\nEOF\n',
  'RUN <<EOF\n# why\nset -u\na\nb\nEOF\n',
  'RUN <<EOF\na\nset -e\nb\nEOF\n',
  'RUN bash <<EOF\na\nb\nEOF\n',
  'RUN <<EOF\n#!/bin/bash\na\nb\nEOF\n',
  'RUN <<EOF\nset -o pipefail\na\nb\nEOF\n',
  'RUN <<EOF\nset errexit\na\nb\nEOF\n',
  'RUN <<EOF\na\nb && c\nd\nEOF\n',
])('fails %j', (text) => {
  expect(judged(check, `FROM x\n${text}`)).toMatchObject({ status: 'fail', findings: [{ reason: 'no-errexit' }] });
});

it.each([
  'RUN <<EOF\nset -e\na\nb\nEOF\n',
  'RUN <<EOF\nset -euo pipefail\na\nb\nEOF\n',
  'RUN <<EOF\nset -o errexit\na\nb\nEOF\n',
  'RUN <<EOF\na && b\nEOF\n',
  'RUN <<EOF\na\nEOF\n',
  'RUN <<EOF\n#!/bin/sh -e\na\nb\nEOF\n',
  'RUN bash -e <<EOF\na\nb\nEOF\n',
  'RUN <<EOF\na | b\nEOF\n',
  'RUN <<EOF\na || b && c\nEOF\n',
  'RUN <<EOF\nset -u\nset -e\na\nb\nEOF\n',
  'SHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN <<EOF\na\nb\nEOF\n',
])('passes %j', (text) => {
  expect(judged(check, `FROM x\n${text}`).status).toBe('pass');
});

it.each([
  'RUN a\nRUN b\n',
  'RUN <<EOF python3\nprint(1)\nprint(2)\nEOF\n',
  'RUN cat <<EOF > /x\na\nb\nEOF\n',
  'COPY <<EOF /x\na\nb\nEOF\n',
])('does not apply to %j', (text) => {
  expect(judged(check, `FROM x\n${text}`).status).toBe('inapplicable');
});

it('looks at no stage that the image does not need, and at nothing where there is none', () => {
  expect(judged(check, 'FROM x AS unused\nRUN <<EOF\na\nb\nEOF\nFROM y\nRUN <<EOF\na && b\nEOF\n').status).toBe('pass');
  expect(judged(check, '')).toMatchObject({ status: 'inapplicable', because: 'there is no build stage to look at' });
});

it('drops a `set -e` only where something is left that may go wrong unseen', () => {
  const mutants = (script: string) => {
    const dockerfile = dockerfileFactsOf({
      path: 'Dockerfile',
      text: `FROM x\nRUN <<EOF\n${script}EOF\n`,
      target: null,
      args: {},
    });
    return check.mutantsFor?.({ dockerfile }, {}).length;
  };
  expect(mutants('set -e\na\nb\n')).toBe(1);
  expect(mutants('set -e\na\n')).toBe(0);
  expect(mutants('a && b\n')).toBe(0);
  expect(mutants('a\nb\nc\n')).toBe(0);
});

it('takes the shell of the stage that a stage goes on from', () => {
  const script = 'RUN <<EOF\na\nb\nEOF\n';
  expect(judged(check, `FROM x AS b\nSHELL ["/bin/sh", "-ec"]\nFROM b\n${script}`).status).toBe('pass');
  expect(judged(check, `FROM x AS b\nSHELL ["/bin/sh", "-ec"]\nFROM x\n${script}`).status).toBe('fail');
  expect(judged(check, `FROM x AS b\n${script}FROM b\n`).status).toBe('fail');
});

it('begins a script with `set -e`, where it stands in the file as the shell gets it', () => {
  expect(mended(check, 'FROM x\nRUN <<EOF\na\nb\nEOF\n')).toBe('FROM x\nRUN <<EOF\nset -e\na\nb\nEOF\n');
  for (const script of ['<<EOF\na\r\nb\r\nEOF', '<<EOF\n#!/bin/bash\na\nb\nEOF', '<<EOF\na && b\nEOF'])
    expect(mended(check, `FROM x\nRUN ${script}\n`)).toBe(`FROM x\nRUN ${script}\n`);
});

it('goes by the shell that is named, and by what is written in each of several scripts', () => {
  const script = 'RUN bash <<EOF\na\nb\nEOF\n';
  expect(judged(check, `FROM x\nSHELL ["/bin/sh", "-ec"]\n${script}`).status).toBe('fail');
  expect(judged(check, 'FROM x\nRUN <<A\na\nb\nA\nRUN <<A <<B\nset -e\na\nb\nA\nc\nB\n')).toMatchObject({
    findings: [{ evidence: [{ at: { startLine: 3 } }] }],
  });
});
