/** Files that are no files: what was observed, a line per criterion. */
export const IMAGE_FILE = 'observed/image-config.json';
export const RUN_FILE = 'observed/run.txt';
/** For criteria that stand in no file: those of a built-in profile. */
export const CRITERIA_FILE = 'observed/criteria.txt';

export function stackFileOf(stack: string | undefined): string {
  return stack === undefined ? 'observed/stack.txt' : `observed/stack-${stack}.txt`;
}
