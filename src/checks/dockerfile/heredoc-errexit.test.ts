import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './heredoc-errexit.ts';

it.each([
  'RUN <<EOF\na\nb\nEOF\n',
  'RUN <<EOF\n# why\nset -u\na\nb\nEOF\n',
  'RUN <<EOF\na\nset -e\nb\nEOF\n',
  'RUN bash <<EOF\na\nb\nEOF\n',
  'RUN <<EOF\n#!/bin/bash\na\nb\nEOF\n',
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
