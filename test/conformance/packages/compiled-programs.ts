import { programReaders, textProgramReaders } from '../../../src/catalog/compiled/programs/index.ts';
import { type Case, differs } from '../vectors.ts';
import { bytesOf, chooses } from './kit.ts';

/** A snippet of an executable → name, version, purl. */
export function judgeProgram({ files, expect }: Case): string | null {
  const found = new Set<string>();
  for (const [relative, content] of Object.entries(files)) {
    const file = { path: `/${relative}`, bytes: bytesOf(content) };
    const readings = [
      ...programReaders.filter((it) => it.where?.(file.path) ?? true).map((it) => it.read(file)),
      ...textProgramReaders.filter((it) => chooses(it, relative)).map((it) => it.read(file)),
    ];
    for (const it of readings.flatMap((reading) => reading?.packages ?? []))
      found.add(`${it.name} ${it.version} ${it.purl}`);
  }
  const wanted = new Set((expect.packages as readonly Case[]).map((it) => `${it.name} ${it.version} ${it.purl}`)); // their shape
  return differs([...found].sort(), [...wanted].sort());
}
