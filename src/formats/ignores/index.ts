import type { IgnoreFile } from './entry.ts';
import { readTrivyIgnore } from './trivyignore.ts';
import { readGrypeIgnores, readTrivyIgnoreYaml } from './yaml-file.ts';

export type { IgnoreEntry, IgnoreFile } from './entry.ts';
export { matchesPath } from './path-glob.ts';

/** Reads .trivyignore, .trivyignore.yaml or the ignore list of .grype.yaml: which one it is, its name says. */
export function readIgnoreFile(name: string, text: string): IgnoreFile {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1).toLowerCase();
  if (!/\.ya?ml$/.test(base)) return readTrivyIgnore(text);
  return base.includes('grype') ? readGrypeIgnores(text) : readTrivyIgnoreYaml(text);
}
