import { expect, it } from 'vitest';
import type { ComposeFacts, Files, Processes } from '../../domain/index.ts';
import { loadCompose } from './index.ts';

/** Ports with files in memory and no program at all. */
function portsWith(texts: Readonly<Record<string, string>>) {
  const files: Partial<Files> = {
    resolve: (...parts) => (parts.at(-1)?.startsWith('/') ? (parts.at(-1) ?? '') : parts.join('/')),
    readText: (name) => texts[name.replace('/p/', '')] ?? null,
    stat: (name) =>
      texts[name.replace('/p/', '')] === undefined ? null : { type: 'file', sizeBytes: 1, mode: 0o644, modifiedMs: 0 },
    list: () => null,
  };
  const processes: Partial<Processes> = { find: () => null };
  return { files: files as Files, processes: processes as Processes, signal: new AbortController().signal };
}

async function load(texts: Readonly<Record<string, string>>, more = {}): Promise<ComposeFacts> {
  return loadCompose(portsWith(texts), { folder: '/p', files: ['compose.yaml'], variables: {}, profiles: [], ...more });
}

const TEXT = 'services:\n  # Option B: in Docker\n  app: # the app\n    image: "a:${TAG}" # ${NOT}\n';

it('places services, comments and unset variables', async () => {
  const facts = await load({ 'compose.yaml': `${TEXT}    environment: {P: a$$b}\n` });
  expect(facts.comments.map(({ text, at }) => [text, at.startLine])).toEqual([
    ['Option B: in Docker', 2],
    ['the app', 3],
    ['${NOT}', 4],
  ]);
  expect(facts.unset).toMatchObject([{ name: 'TAG', at: { file: 'compose.yaml', startLine: 4, startColumn: 15 } }]);
  expect(facts.model?.services).toMatchObject([{ name: 'app', environment: { P: 'a$b' }, at: { startLine: 3 } }]);
});

it.each([
  ['    foo: "#no"\n', 'invalid', 5],
  ['    volumes: ["data:/y"]\n', 'invalid', 5],
  ['    user: ${WHO:?x}\n', 'unset-variable', 5],
  ['    user: [\n', 'invalid', 5],
  ['    env_file: no.env\n', 'invalid', 5],
  ['    extends: nobody\n', 'invalid', 5],
  ['networks: 5\n', 'invalid', 5],
])('places what %j is refused for', async (more, kind, startLine) => {
  const { problems, model } = await load({ 'compose.yaml': TEXT + more });
  expect(problems).toMatchObject([{ kind, at: { file: 'compose.yaml', startLine } }]);
  expect(model).toBeNull();
});

it('lays texts over the files without touching them', async () => {
  const texts = { 'compose.yaml': 'services: {app: {image: "b:${TAG:-none}${A}"}}\n' };
  const files = { 'compose.yaml': TEXT, '.env': 'TAG=1\nA=2\n' };
  const { model } = await load(files, { texts, variables: { TAG: null } });
  expect(model?.services[0]?.image).toBe('b:none2');
});

it('gives the variables of the deployment, and what is generated in its shape', async () => {
  const variables = { TAG: '7', KEY: { generate: 'hex16' } };
  const { model } = await load({ 'compose.yaml': `${TEXT}    user: $KEY\n` }, { variables });
  expect(model?.services[0]).toMatchObject({ image: 'a:7', user: expect.stringMatching(/^[0-9a-f]{32}$/) });
});

it('leaves out services of other profiles', async () => {
  const text = `${TEXT}  job: {image: j, profiles: [jobs]}\n`;
  const names = async (profiles: string[]) =>
    (await load({ 'compose.yaml': text }, { profiles })).model?.services.map(({ name }) => name);
  expect([await names([]), await names(['jobs'])]).toEqual([['app'], ['app', 'job']]);
});

it('reads what the files write, in both forms', async () => {
  const text = 'services:\n  app:\n    image: a\n    environment:\n      - A=${B:-c}\n      - D\n';
  const { model } = await load({ 'compose.yaml': text });
  expect(model?.services[0]?.written).toEqual({ A: '${B:-c}', D: null });
});

it('knows the line that writes a variable: the last file decides', async () => {
  const text = 'services:\n  app:\n    image: a\n    environment:\n      A: x\n      B: y\n';
  const { model } = await load({ 'compose.yaml': text });
  expect(model?.services[0]?.writtenAt).toMatchObject({ A: { startLine: 5 }, B: { startLine: 6 } });
});
