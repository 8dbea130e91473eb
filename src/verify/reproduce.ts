import type { Criterion, Facts, Kind, Target } from '../domain/index.ts';
import { kindsOf } from './plan.ts';

/** Commands with which a person sees the same by hand, one a line; names stand where a run has its own. */
export function reproduceFor(
  criterion: Criterion,
  target: Target,
  run: Partial<Facts['run']> | undefined,
): readonly string[] {
  const kind = kindsOf(criterion)[0];
  if (kind === undefined) return [];
  const folder = shownFolder(target);
  const image = imageName(target);
  const lines: Readonly<Record<Kind, readonly string[]>> = {
    dockerfile: [`tickproof inspect dockerfile ${quoted(folder)}`],
    context: [`tickproof inspect context ${quoted(folder)}`],
    compose: composeLines(criterion, target, ['config', '--quiet']),
    build: target.folder === null ? [] : [buildLine(target, image)],
    image: [
      ...(target.folder === null ? [] : [buildLine(target, image)]),
      `tickproof inspect image ${subjectWord(target, image)}`,
    ],
    packages: [`tickproof inspect packages ${subjectWord(target, image)}`],
    run: runLines(run, target.built, image),
    stack: composeLines(criterion, target, ['up', '--detach', '--wait']),
  };
  return lines[kind];
}

function imageName(target: Target): string {
  const { subject } = target;
  if (subject.kind === 'engine-image') return subject.reference;
  return 'IMAGE';
}

function subjectWord(target: Target, image: string): string {
  const { subject } = target;
  switch (subject.kind) {
    case 'docker-archive':
    case 'oci-archive':
      return quoted(`${subject.kind}:${subject.path}`);
    case 'oci-layout':
      return quoted(`oci:${subject.path}${subject.tag === null ? '' : `:${subject.tag}`}`);
    default:
      return quoted(`docker:${image}`);
  }
}

/** The folder as the person named it. */
function shownFolder({ subject }: Target): string {
  return subject.kind === 'folder' ? subject.path : '.';
}

function buildLine(target: Target, image: string): string {
  const { build } = target;
  const folder = shownFolder(target);
  const args = Object.keys(build.args).map((name) => `--build-arg ${name}=…`);
  const secrets = build.secrets.map(
    ({ id, src, env }) => `--secret id=${id}${src ? `,src=${src}` : ''}${env ? `,env=${env}` : ''}`,
  );
  const stage = build.target === null ? [] : [`--target ${quoted(build.target)}`];
  const inFolder = (path: string) => (path === '.' ? folder : `${folder}/${path}`);
  return [
    'docker build',
    ...args,
    ...secrets,
    ...stage,
    `-t ${image}`,
    `-f ${quoted(inFolder(build.dockerfile))}`,
    quoted(inFolder(build.context)),
  ].join(' ');
}

function runLines(run: Partial<Facts['run']> | undefined, built: string | null, image: string): readonly string[] {
  // the run's own image is gone by the time anybody reads this
  return run?.command
    ? [run.command.map((word) => quoted(word === built ? image : word)).join(' ')]
    : [`docker run --rm ${image}`];
}

function composeLines({ stack }: Criterion, target: Target, command: readonly string[]): readonly string[] {
  const names = stack === undefined ? Object.keys(target.stacks) : [stack];
  return names.map((name) => {
    const files = (target.stacks[name]?.files ?? []).map((file) => `-f ${quoted(`${shownFolder(target)}/${file}`)}`);
    return [`docker compose --project-directory ${quoted(shownFolder(target))}`, ...files, ...command].join(' ');
  });
}

function quoted(word: string): string {
  // a value that is made anew for each run has to be expanded by the shell
  if (word.includes('$(')) return `"${word.replace(/["`\\]/g, '\\$&')}"`;
  return /^[\w@%+=:,./…-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
