import { type Files, type Subject, TickproofError } from '../domain/index.ts';

const SCHEMES = ['docker', 'podman', 'docker-archive', 'oci', 'oci-archive', 'registry'];

/** Reads DIR|IMAGE as people write it: `docker:NAME`, `docker-archive:FILE`, `oci:DIR[:TAG]`, `oci-archive:FILE`, a folder, else an image of the engine. */
export function subjectOf(word: string, files: Pick<Files, 'stat'>): Subject {
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

function bare(word: string, files: Pick<Files, 'stat'>): Subject {
  const stat = files.stat(word);
  if (stat?.type === 'directory' || stat?.type === 'symlink') return { kind: 'folder', path: trimmed(word) };
  if (stat !== null) {
    throw new TickproofError('usage', `${word} is a file`, {
      remedy: `An image archive is written \`docker-archive:${word}\` or \`oci-archive:${word}\`.`,
    });
  }
  if (word.startsWith('.') || word.startsWith('/') || word.endsWith('/')) {
    throw new TickproofError('target-not-found', `there is no folder ${word}`, {
      remedy: 'Name the folder of the deployment, or an image as `docker:NAME`.',
    });
  }
  return { kind: 'engine-image', reference: word };
}

function layout(rest: string, files: Pick<Files, 'stat'>): Subject {
  if (files.stat(rest) !== null) return { kind: 'oci-layout', path: rest, tag: null };
  const colon = rest.lastIndexOf(':');
  const path = colon > 0 ? rest.slice(0, colon) : rest;
  return { kind: 'oci-layout', path: existing(files, path, 'folder'), tag: colon > 0 ? rest.slice(colon + 1) : null };
}

function existing(files: Pick<Files, 'stat'>, path: string, what: 'file' | 'folder'): string {
  if (files.stat(path) === null)
    throw new TickproofError('target-not-found', `there is no ${what} ${path}`, { remedy: 'Check the path.' });
  return path;
}

/** The folder as it was typed, without a slash at its end: evidence names no path of this machine that nobody wrote. */
function trimmed(word: string): string {
  return word.length > 1 ? word.replace(/\/+$/, '') : word;
}
