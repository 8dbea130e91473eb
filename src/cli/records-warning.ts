import type { EvidenceRecord, Files, Target } from '../domain/index.ts';
import { overlayFiles } from '../formats/index.ts';
import { contextFactsOf } from '../sensors/index.ts';

type Warning = EvidenceRecord['warnings'][number];

/**
 * Records that are sent to the builder change what is built with every run. A folder that has none yet gets one of this very run:
 * nobody has left it there.
 */
export function recordsSent({ folder, build }: Target, files: Files): readonly Warning[] {
  if (folder === null) return [];
  const root = files.resolve(folder, build.context);
  if (files.stat(files.resolve(root, '.tickproof')) === null) return [];
  const planted = new Map([['.tickproof/record.json', { sizeBytes: 1 }]]); // there will be one after this run
  const question = {
    root,
    dockerfilePath: files.resolve(folder, build.dockerfile),
    dockerfile: null,
    withRecords: true,
  };
  const seen = contextFactsOf(overlayFiles(files, { root, planted }), { ...question, atoms: ['context.files'] });
  if (!seen.files?.some(({ path }) => path.startsWith('.tickproof/'))) return [];
  const message = '`.tickproof` is sent to the builder: a broad COPY takes the last record into the image';
  return [{ message, remedy: 'Add `.tickproof` to .dockerignore.' }];
}
