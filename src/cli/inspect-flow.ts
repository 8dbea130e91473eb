import {
  type Atom,
  type Facts,
  type Files,
  type Kind,
  type Place,
  type Target,
  TickproofError,
} from '../domain/index.ts';
import { makePorts } from '../engines/index.ts';
import { sbomOfTarget, sensors } from '../sensors/index.ts';
import { targetOf } from '../verify/index.ts';
import type { FlagValues } from './define-command.ts';
import { factsText } from './facts-text.ts';
import { inspected } from './inspect-target.ts';
import type { Io } from './io.ts';
import { mustBeMeant } from './subject.ts';
import { mustHaveDockerfile } from './target.ts';
import { triedPackages } from './try-flow.ts';
import { version } from './version.ts';

type InspectFlags = FlagValues<{
  json: { kind: 'boolean'; brief: string };
  sbom: { kind: 'text'; brief: string };
  weight: { kind: 'boolean'; brief: string };
  try: { kind: 'boolean'; brief: string };
  engine: { kind: 'choice'; of: readonly ['auto', 'docker', 'podman', 'none']; default: 'auto'; brief: string };
  criteria: { kind: 'text'; brief: string };
}>;

/** Kinds that can be inspected without starting anything, with all of their atoms. */
const ATOMS = {
  dockerfile: ['file', 'source', 'stages', 'target', 'problems', 'final', 'bases'],
  context: ['ignore', 'files', 'sizes', 'total', 'largest', 'sources', 'secrets'],
  compose: ['files', 'comments', 'problems', 'unset', 'model'],
  image: [
    'identity',
    'config',
    'sizes',
    'layers',
    'files',
    'accounts',
    'executables',
    'packages',
    'secrets',
    'sourceMaps',
    'waste',
    'base',
  ],
  packages: ['os', 'installed', 'sources'],
} as const satisfies { readonly [K in Kind]?: readonly (keyof Facts[K])[] };

type Inspectable = keyof typeof ATOMS;

/** `tickproof inspect KIND TARGET`: gathers the facts of one kind and shows them. */
export async function inspectFlow(words: readonly string[], flags: InspectFlags, io: Io): Promise<number> {
  const [word = '', where = '.'] = words;
  const kind = kindOf(word);
  await using ports = await makePorts({ engine: flags.engine, signal: io.signal, onEvent: () => {}, env: io.env });
  const { target, stacks: named } = inspected(kind, where, flags.criteria, ports.files);
  const { subject } = target;
  const stacks = kind === 'compose' ? Object.keys(named) : [];
  if (kind === 'compose' && stacks.length === 0)
    throw new TickproofError('target-not-found', `there is no compose file in ${where}`, {
      remedy: 'Name the files under `stacks` in tickproof.yaml.',
    });
  if (subject.kind === 'folder') mustHoldIt(kind, subject.path, target, ports.files, io);
  else await mustBeMeant(where, subject, ports);
  checkTrial(kind, flags, subject.kind === 'folder');
  if ((kind === 'image' || kind === 'packages') && subject.kind === 'folder' && !flags.try) {
    throw new TickproofError('usage', `${where} is a folder; its image is not built for \`inspect\``, {
      remedy: 'Name an image: `docker:NAME`, `docker-archive:FILE`, `oci:DIR`.',
    });
  }
  if (flags.sbom !== undefined) {
    const made = { toolVersion: version, created: new Date(ports.clock.now()).toISOString() };
    io.out(await sbomOfTarget(target, sbomFormat(kind, flags.sbom), made, ports));
    return 0;
  }
  const names = flags.weight || flags.try ? [...ATOMS[kind], 'weight'] : ATOMS[kind];
  const atoms = names.map((name) => `${kind}.${name}` as Atom); // the table above is typed by the facts
  const groups =
    stacks.length > 0
      ? stacks.map((name) => [name, targetOf(target, `compose@${name}`)] as const)
      : [[null, target] as const];
  const faults: Fault[] = [];
  for (const [name, its] of groups) {
    const facts = flags.try
      ? await triedPackages(its, (built) => sensors.packages.gather(built, atoms, [], ports), ports)
      : await sensors[kind].gather(its, atoms, [], ports);
    io.out(
      flags.json
        ? `${JSON.stringify(name === null ? facts : { stack: name, ...facts }, null, 2)}\n`
        : factsText(kind, name, facts),
    );
    faults.push(...faultsOf(kind, facts));
  }
  const [first] = faults;
  if (first) throw notLoading(first, faults.length, where);
  return 0;
}

type Fault = { readonly message: string; readonly at: Place };

/** What keeps a Dockerfile from being built, or compose files from being loaded. */
function faultsOf(kind: Inspectable, facts: Partial<Facts[Inspectable]>): readonly Fault[] {
  if (kind === 'dockerfile') return (facts as Facts['dockerfile']).problems; // of the kind that was gathered
  if (kind !== 'compose') return [];
  const { model, problems } = facts as Facts['compose']; // likewise
  return model === null ? problems : [];
}

/** What is there was shown; it is no deployment all the same. */
function notLoading({ message, at }: Fault, count: number, where: string): TickproofError {
  const more = count > 1 ? `, and ${count - 1} more` : '';
  return new TickproofError('file-unreadable', `${at.file}:${at.startLine}: does not load: ${message}${more}`, {
    remedy: `Mend it; \`tickproof lint ${where}\` tells more.`,
  });
}

/** Throws where the folder has nothing of the kind. */
function mustHoldIt(kind: Inspectable, path: string, target: Target, files: Files, io: Io): void {
  if (kind === 'dockerfile') mustHaveDockerfile(path, target, files);
  if (kind !== 'context') return;
  if (files.list(files.resolve(path, target.build.context))?.length === 0)
    throw new TickproofError('target-not-found', `there is nothing in ${path}`, { remedy: 'Name another folder.' });
  if (files.stat(files.resolve(path, target.build.dockerfile)) === null)
    io.err(`tickproof: there is no ${target.build.dockerfile} in ${path}: it is not known what COPY and ADD reach\n`);
}

function checkTrial(kind: Inspectable, flags: InspectFlags, isFolder: boolean): void {
  if (!flags.weight && !flags.try) return;
  if (kind === 'packages' && (isFolder || !flags.try)) return;
  throw new TickproofError('usage', flags.try ? 'only a folder can be edited and built' : `${kind} has no weight`, {
    remedy: 'Write `tickproof inspect packages IMAGE --weight`, or `tickproof inspect packages DIR --weight --try`.',
  });
}

function sbomFormat(kind: Inspectable, name: string): 'cyclonedx' | 'spdx' {
  if (kind === 'packages' && (name === 'cyclonedx' || name === 'spdx')) return name;
  throw new TickproofError(
    'usage',
    kind === 'packages' ? `there is no SBOM format \`${name}\`` : `an SBOM is of packages, not of ${kind}`,
    {
      remedy: 'Write `tickproof inspect packages TARGET --sbom cyclonedx` or `--sbom spdx`.',
    },
  );
}

function kindOf(word: string): Inspectable {
  if (word in ATOMS) return word as Inspectable; // a key of the table
  throw new TickproofError('usage', `\`${word}\` cannot be inspected`, {
    remedy: `Write \`tickproof inspect KIND TARGET\`; KIND is one of ${Object.keys(ATOMS).join(', ')}.`,
  });
}
