import { dirname } from 'node:path/posix';
import { joinPaths } from './clean.ts';
import { Refused } from './refused.ts';
import { absolute, type Environment, type Machine, readEnvironment } from './run.ts';

/** How a project is asked for: the options of `docker compose` before the command. */
export interface Asked {
  /** As `-f` names them. */
  readonly files: readonly string[];
  /** `--project-directory`. */
  readonly projectDirectory: string | null;
  readonly envFiles: readonly string[];
  readonly environment: Environment;
}

export interface Discovered {
  readonly files: readonly string[];
  readonly folder: string;
  readonly environment: Environment;
}

const NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const OVERRIDES = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** Finds the files of a project and the variables that they are read with. */
export function discover(machine: Machine, asked: Asked): Discovered {
  const first = withEnvFiles(machine, asked, asked.environment, folderOf(machine, asked, asked.files));
  const named = asked.files.length > 0 ? asked.files : namedIn(first);
  const start = asked.projectDirectory === null ? machine.folder : absolute(machine, asked.projectDirectory);
  const files = named.length > 0 ? named.map((file) => absolute(machine, file)) : foundFrom(machine, start);
  const folder = folderOf(machine, asked, files);
  return { files, folder, environment: withEnvFiles(machine, asked, first, folder) };
}

function folderOf(machine: Machine, { projectDirectory }: Asked, files: readonly string[]): string {
  if (projectDirectory !== null) return absolute(machine, projectDirectory);
  const [file] = files;
  return file === undefined ? absolute(machine, machine.folder) : dirname(absolute(machine, file));
}

/** What is set already stays; env files add to it. */
function withEnvFiles(machine: Machine, asked: Asked, known: Environment, folder: string): Environment {
  const found = readEnvironment(machine, known, envFilesOf(machine, asked, folder));
  return new Map([...found, ...known]);
}

function envFilesOf(machine: Machine, { envFiles, environment }: Asked, folder: string): readonly string[] {
  if (envFiles.length > 0) return envFiles;
  const listed = environment.get('COMPOSE_ENV_FILES') ?? '';
  if (listed !== '') return listed.split(',');
  const isDisabled = ['1', 't', 'true'].includes((environment.get('COMPOSE_DISABLE_ENV_FILE') ?? '').toLowerCase());
  const own = joinPaths(folder, '.env');
  return !isDisabled && machine.files.stat(own) === 'file' ? [own] : [];
}

function namedIn(environment: Environment): string[] {
  const files = environment.get('COMPOSE_FILE');
  if (files === undefined) return [];
  return files.split(environment.get('COMPOSE_PATH_SEPARATOR') || ':');
}

/** The nearest folder, upwards, with a compose file, and the override beside it. */
function foundFrom(machine: Machine, folder: string): string[] {
  const file = oneOf(machine, folder, NAMES, 'config');
  if (file !== null) {
    const override = oneOf(machine, folder, OVERRIDES, 'override');
    return override === null ? [file] : [file, override];
  }
  if (folder === dirname(folder)) throw new Refused('not-found', 'no configuration file provided: not found');
  return foundFrom(machine, dirname(folder));
}

function oneOf(machine: Machine, folder: string, names: readonly string[], what: string): string | null {
  const found = names.map((name) => joinPaths(folder, name)).filter((path) => machine.files.stat(path) !== null);
  const [first] = found;
  if (first === undefined) return null;
  if (found.length > 1) {
    machine.warn(`Found multiple ${what} files with supported names: ${found.join(', ')}`);
    machine.warn(`Using ${first}`);
  }
  return first;
}
