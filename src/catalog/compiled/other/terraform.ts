import { given, reading } from '../../shared/reading.ts';
import { linesOf, textOf } from '../../shared/text.ts';
import type { Found, Reader } from '../../types.ts';

/** `.terraform.lock.hcl`: providers as they were chosen. */
export const terraformLock: Reader = {
  cataloguer: 'terraform-lock',
  says: 'declared',
  names: ['.terraform.lock.hcl'],
  mostBytes: 4 << 20,
  read: (file) => reading('terraform-lock', file, readTerraformLock(textOf(file.bytes))),
};

export function readTerraformLock(source: string): Found[] {
  const found: Found[] = [];
  let open: { name: string; start: number; version: string } | null = null;
  for (const [index, line] of linesOf(source).entries()) {
    const name = /^provider\s+"([^"]{1,300})"/.exec(line)?.[1];
    if (name !== undefined) open = { name, start: index + 1, version: '' };
    else if (open) open.version ||= /^\s*version\s*=\s*"([^"]{1,100})"/.exec(line)?.[1] ?? '';
    if (open === null || !line.startsWith('}')) continue;
    const { version, start } = open;
    if (version !== '')
      found.push({ type: 'terraform', name: open.name, version, ...given('lines', [start, index + 1] as const) });
    open = null;
  }
  return found;
}
