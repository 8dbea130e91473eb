import { expect, it } from 'vitest';
import { dockerfileFactsOf } from '../../../dockerfile/index.ts';
import { editedText } from './edits.ts';

function edited(kind: string, text: string, line: number): string | null {
  const dockerfile = dockerfileFactsOf({ path: 'Dockerfile', text, target: null, args: {} });
  return editedText({ kind, at: { file: 'Dockerfile', startLine: line, endLine: line } }, dockerfile);
}

it.each([
  [
    'apt-lists',
    'RUN apt-get update \\\n && apt-get install -y curl',
    'RUN apt-get update \\\n && apt-get install -y curl && rm -rf /var/lib/apt/lists/*',
  ],
  ['apt-lists', 'RUN set -e; apt-get update;', 'RUN set -e; apt-get update && rm -rf /var/lib/apt/lists/*;'],
  ['pip-cache', 'RUN pip install -r r.txt', 'RUN pip install --no-cache-dir -r r.txt'],
  [
    'bytecode',
    'RUN python3 -m pip install x && pip3 install y',
    'RUN python3 -m pip install --no-compile x && pip3 install --no-compile y',
  ],
  ['dev-dependencies', 'RUN npm ci --ignore-scripts', 'RUN npm ci --omit=dev --ignore-scripts'],
  [
    'recommended-packages',
    'RUN apt-get update && apt-get install -y git',
    'RUN apt-get update && apt-get install --no-install-recommends -y git',
  ],
  ['apk-cache', 'RUN apk add curl', 'RUN apk add --no-cache curl'],
])('makes the edit for %s in `%s`', (kind, before, after) => {
  expect(edited(kind, `FROM a\n${before}\nUSER 1\n`, 2)).toBe(`FROM a\n${after}\nUSER 1\n`);
});

it('gives an owner to what is copied in place of changing it later', () => {
  const text = 'FROM a\nWORKDIR /app\nCOPY . .\nCOPY x /etc/x\nRUN chown -R app:app /app\n';
  expect(edited('metadata-rewrite', text, 5)).toBe(
    'FROM a\nWORKDIR /app\nCOPY --chown=app:app . .\nCOPY x /etc/x\nRUN chown app:app /app\n',
  );
});

it.each([
  ['apt-lists', 'RUN ["apt-get", "update"]'],
  ['apt-lists', 'RUN <<E\napt-get update\nE'],
  ['pip-cache', 'RUN pip install --no-cache-dir x'],
  ['metadata-rewrite', 'RUN chown -R app /app && true'],
  ['documentation', 'RUN true'],
  ['constructor', 'RUN true'],
])('leaves to a person what it cannot do: %s in `%s`', (kind, line) => {
  expect(edited(kind, `FROM a\n${line}\n`, 2)).toBeNull();
});
