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
  'RUN apk --quiet add curl',
  'RUN sudo apt-get update',
  'RUN zypper install -y curl',
  'RUN uv pip install flask',
  'RUN uv sync',
  'RUN yarn install',
  'RUN yarn install && npm cache clean --force',
  'RUN pip install flask && pip cache list',
  'RUN pip install flask && cache purge',
  'RUN dnf install -y curl && dnf clean metadata',
  'RUN dnf install -y curl && dnf all',
  'RUN npm ci && rm -rf /var/lib/apt/lists',
  'RUN npm ci && ls /root/.npm',
  'RUN --mount=type=bind,target=/root/.npm npm ci',
  'RUN --mount=type=cache,target=/root/.cache npm ci',
  'RUN --mount=type=cache,id=x,target=/y npm ci',
  'RUN python3 -m venv x && python3 -m pip install flask',
  'RUN pip install flask\nENV PIP_NO_CACHE_DIR=1',
  'ENV PIP_NO_CACHE_DIR=2\nRUN pip install flask',
  'LABEL PIP_NO_CACHE_DIR=1\nRUN pip install flask',
  'RUN echo PIP_NO_CACHE_DIR=1 && pip install flask',
  'ENV undefined=1\nRUN npm ci',
  'RUN zypper install -y curl && zypper refresh',
  'RUN uv sync && uv cache dir',
  'RUN npm ci && npm cache verify',
  'RUN yarn install && yarn cache list',
  'RUN yarn install && yarn clean cache',
  'RUN python3 install -m flask && pip install flask',
  'RUN apt-get update && rm -rf /var/lib/apt/lists && apt-get update',
  'RUN env apt-get update',
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
  'RUN npm ci && npm --global cache clean',
  'RUN make',
  'RUN apt-get update && apt-get dist-clean',
  'RUN apt update && apt distclean',
  'RUN apk add curl && rm -rf /var/cache/apk/*',
  'RUN apk add curl && rm -rf /etc/apk/cache',
  'RUN yum install -y curl && rm -rf /var/cache/yum',
  'RUN microdnf install curl && find /var/cache/libdnf5 -delete',
  'RUN zypper install -y curl && zypper clean',
  'RUN zypper install -y curl && zypper cc --all',
  'RUN zypper install -y curl && rm -rf /var/cache/zypp',
  'RUN pip install flask && pip cache purge',
  'RUN pip install --no-cache flask',
  'RUN uv pip install --no-cache flask',
  'RUN uv sync -n',
  'RUN uv tool install ruff && uv cache clean',
  'RUN --mount=type=cache,target=/root/.cache/uv uv sync',
  'ARG UV_NO_CACHE=true\nRUN uv sync',
  'RUN PIP_NO_CACHE_DIR=off pip install flask',
  'RUN export PIP_NO_CACHE_DIR=1 && pip install flask',
  'RUN yarn install && yarn cache clean',
  'RUN --mount=type=tmpfs,target=/root/.npm npm ci',
  'RUN --mount=type=cache,target=/usr/local/share/.cache yarn install',
  'RUN yarn install && rm -rf .yarn',
  'RUN npm ci && rm -rf ~/.npm',
  'RUN npm run install',
  'RUN npm ls add',
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

it('says that nothing is built where there is no stage, and that nothing runs where nothing does', () => {
  expect(judged(check, '')).toMatchObject({ status: 'inapplicable', because: 'there is no build stage to look at' });
  expect(judged(check, 'FROM x\nCOPY a b\n').status).toBe('inapplicable');
});
