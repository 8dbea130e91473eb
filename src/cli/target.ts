import { type Criteria, type Files, type Subject, type Target, TickproofError } from '../domain/index.ts';
import { profileCriteria, readCriteria } from '../criteria/index.ts';
import { allChecks } from '../checks/index.ts';
import { kindsOf } from '../verify/index.ts';

const CRITERIA_FILES = ['tickproof.yaml', 'tickproof.yml'];
const COMPOSE_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** The criteria of a subject: the file named, else the folder's own, else the profile `production`. */
export function criteriaOf(subject: Subject, named: string | undefined, files: Files): Criteria {
  const criteria = readOrProfile(subject, named, files);
  return criteria.name === '' ? { ...criteria, name: defaultName(subject, files) } : criteria;
}

/** The folder's or file's own name, or the image's. */
function defaultName(subject: Subject, files: Files): string {
  if (subject.kind === 'engine-image') return subject.reference;
  return files.resolve(subject.path).split('/').at(-1) ?? subject.path;
}

function readOrProfile(subject: Subject, named: string | undefined, files: Files): Criteria {
  const path = named ?? ownCriteria(subject, files);
  const stacks = defaultStacks(subject, files);
  if (path === null) return fitting(subject, profileCriteria('production', allChecks, stacks));
  const text = files.readText(path);
  if (text === null)
    throw new TickproofError('criteria-invalid', `there is no file ${path}`, {
      remedy: 'Name an existing file with --criteria, or leave it out for the profile production.',
    });
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
  return readCriteria(path, text, {
    checks: allChecks,
    readFile: (name) => files.readText(files.resolve(folder, name)),
    stacks,
    ...(subject.kind === 'folder'
      ? { exists: (name: string) => files.stat(files.resolve(subject.path, name)) !== null }
      : {}),
  });
}

/** The profile asks of a bare image only what an image can show. */
function fitting(subject: Subject, criteria: Criteria): Criteria {
  if (subject.kind === 'folder') return criteria;
  const fit = criteria.criteria.filter((criterion) =>
    kindsOf(criterion).every((kind) => kind === 'image' || kind === 'run' || kind === 'packages'),
  );
  const used = [...new Set(fit.map(({ section }) => section))];
  return {
    ...criteria,
    sections: used.flatMap((index) => criteria.sections[index] ?? []),
    criteria: fit.map((criterion) => ({ ...criterion, section: used.indexOf(criterion.section) })),
  };
}

function ownCriteria(subject: Subject, files: Files): string | null {
  if (subject.kind !== 'folder') return null;
  const found = CRITERIA_FILES.map((name) => (subject.path === '.' ? name : `${subject.path}/${name}`)).find(
    (path) => files.stat(path) !== null,
  );
  return found ?? null;
}

/** The compose project that `docker compose` itself would find in the folder. */
function defaultStacks(subject: Subject, files: Files): Criteria['stacks'] {
  if (subject.kind !== 'folder') return {};
  const found = COMPOSE_FILES.find((name) => files.stat(files.resolve(subject.path, name)) !== null);
  return found === undefined ? {} : { default: stackOf(found) };
}

/** A stack of one file, with nothing set. */
export function stackOf(file: string): Criteria['stacks'][string] {
  return { files: [file], env: {}, profiles: [], host: {}, timeoutMs: 120_000 };
}

/** The deployment that the criteria are about. */
export function targetFor(subject: Subject, criteria: Criteria, files: Files): Target {
  const folder = subject.kind === 'folder' ? files.resolve(subject.path) : null;
  return {
    subject,
    folder,
    build: criteria.build,
    run: criteria.run,
    stacks: criteria.stacks,
    scan: criteria.scan,
    stack: null,
    built: null,
    builtId: null,
    builtDiffIds: [],
  };
}

/** Throws `target-not-found` where the Dockerfile is not there that the criteria, or nobody, named. */
export function mustHaveDockerfile(folder: string, { build }: Pick<Criteria, 'build'>, files: Files): void {
  if (files.stat(files.resolve(folder, build.dockerfile)) !== null) return;
  throw new TickproofError('target-not-found', `there is no ${build.dockerfile} in ${folder}`, {
    remedy:
      'Name the folder of a deployment, or say in its tickproof.yaml where the Dockerfile is (`build.dockerfile`).',
  });
}

/** What a person would type for the subject. */
export function subjectName(subject: Subject): string {
  switch (subject.kind) {
    case 'folder':
      return subject.path;
    case 'engine-image':
      return subject.reference;
    case 'oci-layout':
      return `oci:${subject.path}${subject.tag === null ? '' : `:${subject.tag}`}`;
    default:
      return `${subject.kind}:${subject.path}`;
  }
}
