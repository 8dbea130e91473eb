import { describe, expect, it } from 'vitest';
import { installsOf } from './installs.ts';
import { parseDockerfile, reachableFrom, targetStage } from './dockerfile/index.ts';

function managers(...runs: readonly string[]): string[] {
  const { stages } = parseDockerfile('Dockerfile', `FROM base\n${runs.map((run) => `RUN ${run}`).join('\n')}\n`);
  return installsOf(stages, reachableFrom(stages, targetStage(stages, null))).map(({ manager }) => manager);
}

describe('what installs dependencies', () => {
  it.each([
    ['npm ci --omit=dev', 'npm'],
    ['cd /app && npm --prefix x install', 'npm'],
    ['yarn', 'yarn'],
    ['yarn install --immutable', 'yarn'],
    ['corepack pnpm i --frozen-lockfile', 'pnpm'],
    ['python3 -m pip install -r requirements.txt', 'pip'],
    ['pip3 install --no-cache-dir flask', 'pip3'],
    ['uv sync --frozen --no-dev', 'uv'],
    ['uv pip install -r requirements.txt', 'uv'],
    ['poetry install --no-root', 'poetry'],
    ['apt-get update && apt-get install -y curl', 'apt-get'],
    ['sudo apt-get -y install curl', 'apt-get'],
    ['apk add --no-cache curl', 'apk'],
    ['go mod download', 'go'],
    ['cargo chef cook --release', 'cargo'],
    ['bundle install', 'bundle'],
    ['composer install --no-dev', 'composer'],
    ['./mvnw dependency:go-offline', 'mvnw'],
    ['dotnet restore', 'dotnet'],
    ['["npm", "ci"]', 'npm'],
    ['sh -c "npm ci"', undefined],
  ])('%s', (run, manager) => {
    expect(managers(run)[0]).toBe(manager);
  });

  it.each([
    'npm run build',
    'npm --version',
    'yarn build',
    'yarn --version',
    'pip --version',
    'pip install --no-deps .',
    'uv build',
    'go build ./...',
    'cargo build --release',
    'apt-get update',
    'echo npm ci',
    'make install',
  ])('not %s', (run) => {
    expect(managers(run)).toEqual([]);
  });
});

describe('a second pass', () => {
  it.each([
    ['uv sync --no-install-project', 'uv sync'],
    ['poetry install --no-root', 'poetry install'],
    ['pnpm fetch', 'pnpm install --offline'],
    ['pip install -r requirements.txt', 'pip install .'],
    ['pip install -r requirements.txt', 'pip install -e ./app dist/*.whl'],
    ['uv pip install -r requirements.txt', 'uv pip install --system .'],
  ])('of %s by %s installs the application only', (first, second) => {
    expect(managers(first, second)).toHaveLength(1);
  });

  it.each([
    ['npm ci', 'npm ci --omit=dev'],
    ['pip install -r a.txt', 'pip install -r b.txt'],
    ['pip install -r a.txt', 'pip install -r b.txt .'],
    ['apt-get install -y a', 'apt-get install -y b'],
    ['pnpm fetch', 'pnpm install'],
  ])('of %s by %s is one more', (first, second) => {
    expect(managers(first, second)).toHaveLength(2);
  });
});

it('knows what the stages below have installed, and leaves out stages that are not built', () => {
  const text =
    'FROM a AS deps\nRUN uv sync --no-install-project\nFROM deps\nRUN uv sync\nFROM b AS other\nRUN npm ci\n';
  const { stages } = parseDockerfile('Dockerfile', text);
  const found = installsOf(stages, reachableFrom(stages, stages[1] ?? null));
  expect(found.map(({ instruction }) => instruction.at.startLine)).toEqual([2]);
});
