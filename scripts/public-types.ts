import { existsSync, readdirSync, readFileSync, rmSync, rmdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const IMPORTED = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g;

/**
 * Leaves of a folder of declarations what `index.d.ts` reaches. Throws where one of these asks for a package: the library is
 * bundled, so whoever compiles against it has none of ours.
 */
export function keepPublic(folder: string): void {
  const kept = new Set<string>();
  const open = [join(folder, 'index.d.ts')];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (kept.has(file)) continue;
    kept.add(file);
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(IMPORTED)) {
      if (name.startsWith('node:')) continue;
      if (!name.startsWith('.')) throw new Error(`${file} imports ${name}: declarations have to stand by themselves`);
      open.push(declarationOf(resolve(dirname(file), name)));
    }
  }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(path)) rmSync(path);
  }
  removeEmpty(folder);
}

function declarationOf(path: string): string {
  const file = path.replace(/\.(?:ts|js)$/, '.d.ts');
  if (!existsSync(file)) throw new Error(`there is no ${file}, which is imported`);
  return file;
}

function removeEmpty(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmpty(join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
