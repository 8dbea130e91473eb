import { basename, dirname, relative } from 'node:path';
import type { Files } from '../../domain/index.ts';

const MOST_LINKS = 40; // as the kernel

/** The ignore file that BuildKit reads: the Dockerfile's own one whole, else the one at the context root. */
export function findIgnoreFile(
  files: Files,
  root: string,
  dockerfilePath: string | null,
): { readonly path: string; readonly text: string } | null {
  const own = dockerfilePath === null ? null : readInside(files, dirname(dockerfilePath), basename(dockerfilePath));
  return own ?? readIgnore(files, root, '.dockerignore');
}

function readInside(files: Files, folder: string, dockerfile: string): { path: string; text: string } | null {
  return readIgnore(files, folder, `${dockerfile}.dockerignore`);
}

/** Links are followed, but not out of the folder: the builder sees nothing else. */
function readIgnore(files: Files, folder: string, name: string): { path: string; text: string } | null {
  const path = files.resolve(folder, name);
  let at = path;
  for (let links = 0; links < MOST_LINKS; links += 1) {
    const type = files.stat(at)?.type;
    if (type === 'file') {
      const text = files.readText(at);
      return text === null ? null : { path, text };
    }
    const target = type === 'symlink' ? files.readLink(at) : null;
    if (target === null) return null;
    at = files.resolve(target.startsWith('/') ? folder : dirname(at), target.replace(/^\/+/, ''));
    if (relative(folder, at).startsWith('..')) return null;
  }
  return null;
}
