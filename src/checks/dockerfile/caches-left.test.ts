import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './caches-left.ts';

it.each([
  'RUN apt-get update && apt-get install -y curl',
  'RUN rm -rf /var/lib/apt/lists/* && apt-get update',
  'RUN apt-get update && apt-get install -y curl && rm -rf /tmp/x',
  'RUN apk add curl',
  'RUN dnf install -y curl',
  'RUN pip install flask',
  'RUN python3 -m pip install -r requirements.txt',
  'RUN npm ci',
  'RUN <<EOF\napt-get update\napt-get install -y curl\nEOF',
])('fails %j', (line) => {
  expect(judged(check, `FROM x\n${line}\n`)).toMatchObject({ status: 'fail', findings: [{ reason: 'cache-left' }] });
});

it.each([
  'RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*',
  'RUN apt-get update \\\n  # why\n  && apt-get install -y curl \\\n  && rm -rf /var/lib/apt/lists',
  'RUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y curl',
  'RUN apk add --no-cache curl',
  'RUN dnf install -y curl && dnf clean all',
  'RUN pip install --no-cache-dir flask',
  'ENV PIP_NO_CACHE_DIR=1\nRUN pip install flask',
  'RUN --mount=type=cache,target=/root/.cache pip install flask',
  'RUN npm ci && npm cache clean --force',
  'RUN make',
])('passes %j', (line) => {
  expect(judged(check, `FROM x\n${line}\n`).status).toBe('pass');
});

it('leaves builder stages alone: their layers are not in the image', () => {
  expect(judged(check, 'FROM x AS b\nRUN apt-get update\nFROM x\nRUN ls\nCOPY --from=b /a /a\n').status).toBe('pass');
});

it('points at the command, behind a continuation', () => {
  expect(judged(check, 'FROM x\nRUN make \\\n  && apk add curl\n')).toMatchObject({
    findings: [{ evidence: [{ at: { startLine: 3, startColumn: 6 } }] }],
  });
});
