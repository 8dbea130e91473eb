import { type Files, type Ports, type Subject, TickproofError } from '../domain/index.ts';
import { parseReference } from '../formats/reference/index.ts';
import { nearestFolder } from './nearest-folder.ts';

const SCHEMES = ['docker', 'podman', 'docker-archive', 'oci', 'oci-archive', 'registry'];

/** Reads DIR|IMAGE as people write it: `docker:NAME`, `docker-archive:FILE`, `oci:DIR[:TAG]`, `oci-archive:FILE`, a folder, else an image of the engine. */
export function subjectOf(word: string, files: Pick<Files, 'stat' | 'list'>): Subject {
  const scheme = SCHEMES.find((it) => word.startsWith(`${it}:`));
  const rest = scheme === undefined ? word : word.slice(scheme.length + 1);
  if (scheme !== undefined && rest === '')
    throw new TickproofError('usage', `\`${word}\` names nothing`, {
      remedy: `Write \`${scheme}:\` and then its name.`,
    });
  switch (scheme) {
    case 'docker':
    case 'podman':
      return { kind: 'engine-image', reference: rest };
    case 'docker-archive':
    case 'oci-archive':
      return { kind: scheme, path: existing(files, rest, 'file') };
    case 'oci':
      return layout(rest, files);
    case 'registry':
      throw new TickproofError('usage', 'images of a registry cannot be read directly yet', {
        remedy: `Fetch it first: \`docker pull ${rest}\`, then \`docker:${rest}\`.`,
      });
    default:
      return bare(word, files);
  }
}

function bare(word: string, files: Pick<Files, 'stat' | 'list'>): Subject {
  const stat = files.stat(word);
  if (stat?.type === 'directory' || stat?.type === 'symlink') return { kind: 'folder', path: trimmed(word) };
  if (stat !== null) {
    throw new TickproofError('usage', `${word} is a file`, {
      remedy: `An image archive is written \`docker-archive:${word}\` or \`oci-archive:${word}\`.`,
    });
  }
  if (word.startsWith('.') || word.startsWith('/') || word.endsWith('/')) {
    throw new TickproofError('target-not-found', `there is no folder ${word}`, {
      remedy: `${suggestion(word, files)}Name the folder of the deployment, or an image as \`docker:NAME\`.`,
    });
  }
  return { kind: 'engine-image', reference: word };
}

/** The folder that may be meant by one that is not there, as a question; nothing where none is near. */
export function suggestion(word: string, files: Pick<Files, 'stat' | 'list'>): string {
  const near = nearestFolder(word, files);
  return near === null ? '' : `Did you mean \`${near}\`? `;
}

/**
 * Holds a bare word that names no folder against the engine's images: it may be either, misspelt. Throws where it is neither,
 * and where it is like a path and nobody can say that it is an image; else it is said what it is taken for.
 */
export async function mustBeMeant(
  word: string,
  subject: Subject,
  { engine, files, onEvent }: Pick<Ports, 'engine' | 'files' | 'onEvent'>,
): Promise<void> {
  if (subject.kind !== 'engine-image' || subject.reference !== word) return;
  // an engine refuses a name that no image can have
  if (engine && parseReference(word) && (await engine.inspectImage(word)) !== null) return;
  const message = `there is no folder ${word}${engine ? ', and no such image on the engine' : ''}`;
  const near = suggestion(word, files);
  const image = engine
    ? `build or fetch the image: \`${engine.info.kind} pull ${word}\``
    : `write \`docker:${word}\` for the image`;
  const remedy = `${near === '' ? 'Name another folder, or' : `${near}Or`} ${image}.`;
  if (isLikePath(word, files)) throw new TickproofError('target-not-found', message, { remedy });
  if (engine) throw new TickproofError('image-not-found', message, { remedy });
  onEvent({ kind: 'warning', message: `${message}: ${word} is taken for an image`, remedy });
}

/** Whether a word has parts, of which the first is a folder or spelt much like one. */
function isLikePath(word: string, files: Pick<Files, 'stat' | 'list'>): boolean {
  const [first = '', ...more] = word.split('/');
  return more.length > 0 && !/[:@]/.test(word) && nearestFolder(first, files) !== null;
}

function layout(rest: string, files: Pick<Files, 'stat' | 'list'>): Subject {
  if (files.stat(rest) !== null) return { kind: 'oci-layout', path: rest, tag: null };
  const colon = rest.lastIndexOf(':');
  const path = colon > 0 ? rest.slice(0, colon) : rest;
  return { kind: 'oci-layout', path: existing(files, path, 'folder'), tag: colon > 0 ? rest.slice(colon + 1) : null };
}

function existing(files: Pick<Files, 'stat' | 'list'>, path: string, what: 'file' | 'folder'): string {
  if (files.stat(path) === null)
    throw new TickproofError('target-not-found', `there is no ${what} ${path}`, { remedy: 'Check the path.' });
  return path;
}

/** The folder as it was typed, without a slash at its end: evidence names no path of this machine that nobody wrote. */
function trimmed(word: string): string {
  return word.length > 1 ? word.replace(/\/+$/, '') : word;
}
