import { relative } from 'node:path';
import {
  type Atom,
  type ContextFacts,
  type DockerfileFacts,
  type Inputs,
  type Ports,
  type Sensor,
  type Target,
  TickproofError,
} from '../../domain/index.ts';
import { digestOf, sha256 } from '../../formats/index.ts';
import { dockerfileFactsOf } from '../dockerfile/index.ts';
import { contextFactsOf, type ContextQuestion } from './facts.ts';
import { isReadForSecrets } from './secrets.ts';

/** Looks at the build context of the target's folder. */
export const contextSensor: Sensor<'context'> = {
  kind: 'context',
  inputs: async (target, atoms, _asks, ports) => inputsOf(questionOf(target, atoms, ports), ports),
  gather: async (target, atoms, _asks, ports) => contextFactsOf(ports.files, questionOf(target, atoms, ports)),
};

function questionOf(target: Target, atoms: readonly Atom[], { files }: Ports): ContextQuestion {
  const { folder, build } = target;
  if (folder === null || build.context.includes('://')) {
    throw new TickproofError('target-not-found', 'There is no build context folder to look at', {
      remedy: 'Name a folder with a Dockerfile, not an image or a repository address.',
    });
  }
  const dockerfilePath = spelledAsItIs(files, files.resolve(folder, build.dockerfile));
  const path = relative(folder, dockerfilePath);
  const text = files.readText(dockerfilePath);
  const dockerfile: DockerfileFacts = dockerfileFactsOf({ path, text, target: build.target, args: build.args });
  return { root: files.resolve(folder, build.context), dockerfilePath, dockerfile, atoms, args: build.args, folder };
}

/** The builder falls back to `dockerfile` where there is no `Dockerfile`. */
function spelledAsItIs(files: Ports['files'], path: string): string {
  const lower = path.replace(/(^|\/)Dockerfile$/, '$1dockerfile');
  return lower !== path && files.stat(path) === null && files.stat(lower) !== null ? lower : path;
}

/** What no listing stands for. */
const READ_AS_THEY_ARE: ReadonlySet<Atom> = new Set(['context.total', 'context.scripts']);

/** Names and sizes, not times: a fresh clone is the same context. */
function inputsOf(question: ContextQuestion, { files }: Ports): Inputs {
  const { root, atoms } = question;
  const asked = (key: keyof ContextFacts): boolean => atoms.includes(`context.${key}`);
  const facts = contextFactsOf(files, {
    ...question,
    atoms: ['context.files', 'context.sources', ...atoms.filter((atom) => READ_AS_THEY_ARE.has(atom))],
  });
  const sent = facts.files ?? [];
  const listing = sent.map(({ path, type, sizeBytes, selected }) => [path, type, sizeBytes, selected]);
  const read = sent
    .filter(isReadForSecrets)
    .map(({ path }) => [path, sha256(files.readBytes(files.resolve(root, path)) ?? '')]);
  return {
    'context.ignore': digestOf(facts.ignore ?? null),
    'context.listing': sha256(JSON.stringify(listing)),
    ...(asked('sources') && { 'context.sources': digestOf(facts.sources ?? []) }),
    ...(asked('total') && { 'context.total': digestOf(facts.total ?? null) }),
    ...(asked('scripts') && { 'context.scripts': digestOf(facts.scripts ?? []) }),
    ...(asked('secrets') && { 'context.contents': sha256(JSON.stringify(read)) }),
  };
}
