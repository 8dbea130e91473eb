import { createHash } from 'node:crypto';
import {
  type Atom,
  type Digest,
  type DockerfileFacts,
  digest,
  type Facts,
  type Inputs,
  type ParsedDockerfile,
  type ParseProblem,
  type Place,
  type Ports,
  type Sensor,
  type Target,
} from '../../domain/index.ts';
import {
  effectiveOf,
  originFaults,
  parseDockerfile,
  reachableFrom,
  substitutionFaults,
  targetStage,
} from '../../formats/index.ts';

/** What is needed to read a Dockerfile: its text (null = there is none), the stage to build and the build arguments. */
export interface DockerfileSource {
  readonly path: string;
  readonly text: string | null;
  readonly target: string | null;
  readonly args: Readonly<Record<string, string>>;
}

/** What was read last: several sensors ask for the same file, in each of its mutants. */
let last: { readonly key: string; readonly facts: DockerfileFacts } | null = null;

/** The facts of a Dockerfile's text. A missing file is a fact, not a fault. */
export function dockerfileFactsOf(from: DockerfileSource): DockerfileFacts {
  const { path, text, target, args } = from;
  const key = JSON.stringify([path, text, target, args]);
  if (last?.key !== key) last = { key, facts: factsOf(from) };
  return last.facts;
}

function factsOf({ path, text, target, args }: DockerfileSource): DockerfileFacts {
  if (text === null) return absent(path);
  const source = parseDockerfile(path, text, args);
  const stage = targetStage(source.stages, target);
  const reachable = reachableFrom(source.stages, stage);
  const problems = [
    ...source.problems,
    ...(stage ? buildProblems(source, reachable, args) : noTarget(source, target ?? '')),
  ];
  return {
    file: { path, present: true },
    source,
    stages: source.stages,
    target: stage,
    problems,
    final: stage ? finalOf(source, stage, args) : NOTHING,
    bases: source.stages.flatMap(({ base, index, from }) =>
      base.kind === 'image'
        ? [{ reference: base.reference, stage: index, reachable: reachable.has(index), at: from.at }]
        : [],
    ),
  };
}

/** What the builder refuses only when it builds: a stage that is not there, a word that it cannot expand. */
function buildProblems(
  source: ParsedDockerfile,
  reachable: ReadonlySet<number>,
  args: DockerfileSource['args'],
): readonly ParseProblem[] {
  if (source.problems.length > 0) return [];
  return [...originFaults(source, reachable), ...substitutionFaults(source, reachable, args)];
}

const NOTHING: DockerfileFacts['final'] = { user: null, healthcheck: null, entrypoint: null, cmd: null, workdir: null };

function finalOf(
  source: ParsedDockerfile,
  stage: NonNullable<DockerfileFacts['target']>,
  args: DockerfileSource['args'],
): DockerfileFacts['final'] {
  const { user, healthcheck, entrypoint, cmd, workdir } = effectiveOf(source, stage, args);
  return { user, healthcheck, entrypoint, cmd, workdir };
}

function noTarget({ file, stages }: ParsedDockerfile, target: string): readonly ParseProblem[] {
  if (stages.length === 0) return [];
  const message = `target stage "${target}" could not be found`;
  return [{ code: 'no-target', message, at: { file, startLine: 1, endLine: 1 } }];
}

function absent(path: string): DockerfileFacts {
  const at: Place = { file: path, startLine: 1, endLine: 1 };
  const problems: ParseProblem[] = [{ code: 'no-file', message: `there is no ${path}`, at }];
  const source: ParsedDockerfile = {
    file: path,
    text: '',
    escape: '\\',
    directives: [],
    comments: [],
    instructions: [],
    globals: [],
    stages: [],
    problems,
  };
  return { file: { path, present: false }, source, stages: [], target: null, problems, final: NOTHING, bases: [] };
}

function read(target: Target, ports: Ports): DockerfileSource {
  const { dockerfile: path, target: stage, args } = target.build;
  const file = target.folder === null ? null : ports.files.resolve(target.folder, path);
  return { path, text: file === null ? null : ports.files.readText(file), target: stage, args };
}

function sha256(text: string): Digest {
  return digest(`sha256:${createHash('sha256').update(text).digest('hex')}`);
}

function inputsOf({ text, target, args }: DockerfileSource): Inputs {
  const sorted = Object.entries(args).sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    'dockerfile.raw': sha256(text === null ? 'absent' : `present\n${text}`),
    'build.args': sha256(JSON.stringify(sorted)),
    'build.target': sha256(target ?? ''),
  };
}

function only(facts: DockerfileFacts, atoms: readonly Atom[]): Partial<Facts['dockerfile']> {
  return Object.fromEntries(
    Object.entries(facts).filter(([name]) => atoms.some((atom) => atom === `dockerfile.${name}`)),
  );
}

/** Reads the Dockerfile of the target's folder. */
export const dockerfileSensor: Sensor<'dockerfile'> = {
  kind: 'dockerfile',
  inputs: async (target, _atoms, _asks, ports) => inputsOf(read(target, ports)),
  gather: async (target, atoms, _asks, ports) => only(dockerfileFactsOf(read(target, ports)), atoms),
};
