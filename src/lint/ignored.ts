import { BadPattern, PatternMatcher, readIgnoreFile } from '../formats/ignorefile/index.ts';
import { type Files, TickproofError } from '../domain/index.ts';

/** Says which files below its folder are not looked at, in the patterns of `.dockerignore`. */
const NAME = '.tickproofignore';

/** Whether an absolute path is left out. */
export type IsIgnored = (path: string) => boolean;

export const nothingIgnored: IsIgnored = () => false;

/** What is left out in a folder: by its own ignore file, and by those above it. Throws `usage` for patterns that are none. */
export function ignoredBelow(files: Files, folder: string, above: IsIgnored): IsIgnored {
  const file = files.resolve(folder, NAME);
  const text = files.readText(file);
  if (text === null) return above;
  const { patterns, problems } = readIgnoreFile(file, text);
  const [problem] = problems;
  if (problem) throw refused(problem.message);
  const root = folder.endsWith('/') ? folder : `${folder}/`;
  return guarded(file, () => {
    const matcher = new PatternMatcher(patterns.map((it) => it.text));
    return (path) => above(path) || guarded(file, () => matcher.matchesOrParentMatches(path.slice(root.length)));
  });
}

function guarded<T>(file: string, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof BadPattern) throw refused(`${file}: ${error.message}`, error);
    throw error;
  }
}

function refused(message: string, cause?: unknown): TickproofError {
  const remedy = 'Write one pattern a line, as in a .dockerignore.';
  return new TickproofError('usage', message, cause === undefined ? { remedy } : { remedy, cause });
}
