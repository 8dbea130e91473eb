import type { Found, Reader } from '../../types.ts';
import { reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';

/** Modules that a `go.sum` knows. It also keeps what was once looked at: of each module the last line counts, as Go writes it in order. */
export const goSum: Reader = {
  cataloguer: 'go-sum',
  says: 'declared',
  names: ['go.sum'],
  read: (file) => reading('go-sum', file, readGoSum(textOf(file.bytes))),
};

export function readGoSum(text: string): Found[] {
  const found = new Map<string, Found>();
  for (const line of text.split('\n')) {
    const [path = '', word = '', sum = ''] = line.trim().split(/\s+/);
    if (word === '' || sum === '') continue;
    const isWhole = !word.endsWith('/go.mod');
    const version = isWhole ? word : word.slice(0, -'/go.mod'.length);
    const before = found.get(path);
    if (isWhole || before?.version !== version || before.integrity === undefined)
      found.set(path, { type: 'golang', name: path, version, ...(isWhole ? { integrity: sum } : {}) });
  }
  return [...found.values()];
}
