import { basename, dirname } from 'node:path';
import {
  type BuildSettings,
  type Criteria,
  type Files,
  type Kind,
  type Target,
  TickproofError,
} from '../domain/index.ts';
import { noTextOf } from '../lint/index.ts';
import { subjectOf, suggestion } from './subject.ts';
import { criteriaOf, stackOf, targetFor } from './target.ts';

/** What is inspected, and the criteria that its settings are from. */
export interface Inspected {
  readonly target: Target;
  readonly stacks: Criteria['stacks'];
}

/** The target that a word names: a folder, an image, or, for facts of a file, the file itself within its folder. */
export function inspected(kind: Kind, where: string, named: string | undefined, files: Files): Inspected {
  const file = isOfFile(kind) && isFile(where, files) ? where : null;
  if (file !== null) checkText(file, kind, files);
  const subject = subjectOf(file === null ? where : dirname(file), files);
  if (isOfFile(kind) && subject.kind !== 'folder')
    throw new TickproofError('target-not-found', `there is no folder and no file ${where}`, {
      remedy: `${suggestion(where, files)}Name a folder or a file; of an image there is \`tickproof inspect image\` and \`tickproof inspect packages\`.`,
    });
  const criteria = criteriaOf(subject, named, files);
  const target = targetFor(subject, criteria, files);
  if (file === null) return { target, stacks: criteria.stacks };
  const stacks = stacksOf(criteria, basename(file));
  return { target: { ...target, build: buildOf(criteria, basename(file)), stacks }, stacks };
}

const isOfFile = (kind: Kind): boolean => kind === 'dockerfile' || kind === 'context' || kind === 'compose';

function isFile(path: string, files: Files): boolean {
  const type = files.stat(path)?.type;
  return type === 'file' || (type === 'symlink' && files.list(path) === null);
}

function checkText(file: string, kind: Kind, files: Files): void {
  const fault = noTextOf(files.readText(file) ?? '');
  if (fault === null) return;
  if (fault === 'utf-16')
    throw new TickproofError('usage', `${file} is in UTF-16`, {
      remedy: `Save it as UTF-8: \`iconv -f UTF-16 -t UTF-8 ${file} > NEW\`.`,
    });
  throw new TickproofError('usage', `${file} is no text`, {
    remedy: `Name ${kind === 'compose' ? 'a compose file' : 'a Dockerfile'} or a folder; for an image archive write \`tickproof inspect image docker-archive:${file}\`.`,
  });
}

/** The settings of the criteria where they are about this very Dockerfile. */
function buildOf({ build }: Criteria, dockerfile: string): BuildSettings {
  const isMeant = build.dockerfile.replace(/^\.\//, '') === dockerfile;
  return isMeant ? build : { context: '.', dockerfile, args: {}, target: null, secrets: [] };
}

/** The stacks that are of this very file; else the file by itself. */
function stacksOf({ stacks }: Criteria, file: string): Criteria['stacks'] {
  const own = Object.entries(stacks).filter(([, { files }]) => files.length === 1 && files[0] === file);
  if (own.length > 0) return Object.fromEntries(own);
  return { [file]: stackOf(file) };
}
