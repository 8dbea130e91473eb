import type { Ports, Target } from '../domain/index.ts';
import { overlayFiles } from '../formats/index.ts';
import { contextFactsOf } from '../sensors/index.ts';

/** Records that are sent to the builder change what is built with every run. */
export function warnOfRecords({ folder, build }: Target, { files, onEvent }: Pick<Ports, 'files' | 'onEvent'>): void {
  if (folder === null) return;
  const root = files.resolve(folder, build.context);
  const planted = new Map([['.tickproof/record.json', { sizeBytes: 1 }]]); // there will be one after this run
  const question = {
    root,
    dockerfilePath: files.resolve(folder, build.dockerfile),
    dockerfile: null,
    withRecords: true,
  };
  const seen = contextFactsOf(overlayFiles(files, { root, planted }), { ...question, atoms: ['context.files'] });
  if (!seen.files?.some(({ path }) => path.startsWith('.tickproof/'))) return;
  onEvent({
    kind: 'warning',
    message: '`.tickproof` is sent to the builder: a broad COPY takes the last record into the image',
    remedy: 'Add `.tickproof` to .dockerignore.',
  });
}
