import { createHash } from 'node:crypto';

/** The tools of this service: the same task always gives the same output, without any network. */
export const TOOLS: Readonly<Record<string, (task: string) => string>> = Object.freeze({
  'text.count': (task) => {
    const words = task.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
    const lines = task === '' ? 0 : task.split('\n').length;
    return JSON.stringify({ characters: [...task].length, words, lines });
  },
  'text.sort': (task) => [...new Set(task.split('\n'))].sort((a, b) => (a < b ? -1 : 1)).join('\n'),
  'text.digest': (task) => createHash('sha256').update(task).digest('hex'),
});

export function toolNamed(name: string): ((task: string) => string) | undefined {
  return Object.hasOwn(TOOLS, name) ? TOOLS[name] : undefined;
}
