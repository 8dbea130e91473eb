import { dirname } from 'node:path';
import type { Ports } from '../../domain/index.ts';
import { BadPattern, PatternMatcher } from '../../formats/ignorefile/index.ts';

const MOST_FOLDERS = 20;

/** Whether git would leave an absolute path out, by the ignore files from a folder up to its repository's. */
export function gitIgnores(files: Ports['files'], folder: string): (path: string) => boolean {
  const all: ((path: string) => boolean)[] = [];
  for (let here = folder, left = MOST_FOLDERS; left > 0; left -= 1) {
    const text = files.readText(files.resolve(here, '.gitignore'));
    if (text !== null) all.push(ignoresIn(here, text));
    const above = dirname(here);
    if (above === here || files.stat(files.resolve(here, '.git')) !== null) break;
    here = above;
  }
  return (path) => all.some((ignores) => ignores(path));
}

function ignoresIn(folder: string, text: string): (path: string) => boolean {
  const patterns = text.split(/\r?\n/).flatMap(patternOf);
  const root = folder.endsWith('/') ? folder : `${folder}/`;
  try {
    const matcher = new PatternMatcher(patterns);
    return (path) => path.startsWith(root) && matcher.matchesOrParentMatches(path.slice(root.length));
  } catch (error) {
    if (error instanceof BadPattern) return () => false; // git passes over what it cannot read
    throw error;
  }
}

/** A line in the patterns of `.dockerignore`: a name without a slash is meant at any depth. */
function patternOf(line: string): readonly string[] {
  const [, sign = '', written = ''] = /^(!?)(.*?)\/?$/.exec(line.trim()) ?? [];
  if (written === '' || written.startsWith('#')) return [];
  if (written.startsWith('/')) return [`${sign}${written.slice(1)}`];
  return [`${sign}${written.includes('/') ? written : `**/${written}`}`];
}
