import type { Criterion, Facts, Kind, Target } from '../domain/index.ts';
import { kindsOf } from './plan.ts';
import { composeLines, type StackSeen } from './reproduce-stack.ts';
import { runLines } from './reproduce-run.ts';
import { quoted, shownFolder } from './reproduce-words.ts';

/** What a run knows that a command by hand needs. */
export interface ByHand extends StackSeen {
  readonly run?: Partial<Facts['run']> | undefined;
  readonly build?: Partial<Facts['build']> | undefined;
}

/** Commands with which a person sees the same by hand, one a line; names stand where a run has its own. */
export function reproduceFor(criterion: Criterion, target: Target, seen: ByHand = {}): readonly string[] {
  const kind = shownBy(criterion);
  if (kind === undefined) return [];
  const folder = shownFolder(target);
  const image = imageName(target);
  switch (kind) {
    case 'dockerfile':
    case 'context':
      return [`tickproof inspect ${kind} ${quoted(folder)}`];
    case 'compose':
    case 'stack':
      return composeLines(criterion, target, kind, seen);
    case 'build':
      return target.folder === null ? [] : buildLines(criterion, target, image, seen);
    case 'image':
      return [
        ...(target.folder === null ? [] : [buildLine(target, image)]),
        `tickproof inspect image ${subjectWord(target, image)}`,
      ];
    case 'packages':
      return packagesLines(criterion, target, image);
    case 'run':
      return [
        ...(target.folder === null ? [] : [buildLine(target, image)]),
        ...runLines(criterion, target, seen.run, image),
      ];
  }
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

/** The build, and what is done with it where a check looks at more than its outcome. */
function buildLines({ check }: Criterion, target: Target, image: string, { build }: ByHand): readonly string[] {
  const line = buildLine(target, image);
  const reads = new Set<string>(check.reads);
  if (reads.has('build.touched')) {
    const source = build?.touched?.files[0] ?? 'SOURCE';
    const path = target.build.context === '.' ? source : `${target.build.context}/${source}`;
    return [line, `echo >> ${quoted(`${shownFolder(target)}/${path}`)}`, plainly(line)];
  }
  if (reads.has('build.cold'))
    return [`time ${line.replace('docker build', 'docker build --no-cache')}`, `time ${line}`];
  if (reads.has('build.stages')) return [line, `docker history --no-trunc ${image}`];
  return [line];
}

/** With every step and whether it was cached. */
const plainly = (line: string): string => line.replace('docker build', 'docker build --progress=plain');

function packagesLines({ id, check }: Criterion, target: Target, image: string): readonly string[] {
  const reads = new Set<string>(check.reads);
  if (reads.has('packages.scan')) {
    const subject = target.folder === null ? subjectWord(target, image) : quoted(shownFolder(target));
    return [`tickproof verify ${subject} --only ${quoted(id)}`];
  }
  const weight = reads.has('packages.weight') ? ' --weight' : '';
  return [
    ...(target.folder === null ? [] : [buildLine(target, image)]),
    `tickproof inspect packages ${subjectWord(target, image)}${weight}`,
  ];
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

/** A check that reads a Dockerfile and what its build did is seen in the build, not in the file. */
function shownBy(criterion: Criterion): Kind | undefined {
  const kinds = kindsOf(criterion);
  return kinds.includes('build') ? 'build' : kinds[0];
}
