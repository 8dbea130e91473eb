import { defineCheck, finding, humanize, passUnless, plural, seen } from '../kit.ts';
import { holdAnything, isSentFile, nothingSent, planted } from './shared.ts';

const PLANT = 'planted.tickproof-unused';
const NEEDED = /(?:^|\/)(?:[\w.-]*Dockerfile[\w.-]*|\.dockerignore)$/i; // the builder reads these for itself

export default defineCheck({
  id: 'context/unused',
  version: 1,
  title: 'Everything that is let through is reached by a COPY, an ADD or a bind mount',
  why: 'What no instruction reaches is ballast: other builders upload it all, and one later `COPY .` takes it along.',
  remedy: 'Ignore the entries named here.',
  references: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],
  reads: ['context.ignore', 'context.files'],
  reasons: ['unused'],
  lint: { severity: 'info', profile: 'strict' },
  example: {
    dockerfile: 'FROM scratch\nCOPY src /app\n',
    ignore: 'docs\n',
    context: [{ path: 'src/server.js', sizeBytes: 900 }],
  },
  mutants: [],
  mutantsFor: ({ context: { files } }) => [
    {
      level: 'S',
      title: 'a file that nothing reaches',
      reason: 'unused',
      // where all is copied, a file alone would be reached as well
      edit: (sources) => {
        const edited = planted(sources, PLANT, 10);
        return files.every(({ selected }) => selected) ? { ...edited, dockerfile: 'FROM scratch\n' } : edited;
      },
    },
  ],

  judge: ({ context: { ignore, files } }) => {
    const nothing = nothingSent(ignore, holdAnything(files));
    if (nothing) return nothing;
    const tops = new Map<string, { files: number; bytes: number }>();
    for (const file of files.filter((it) => isSentFile(it) && !it.selected && !NEEDED.test(it.path))) {
      const [top = file.path] = file.path.split('/');
      const amount = tops.get(top) ?? { files: 0, bytes: 0 };
      tops.set(top, { files: amount.files + 1, bytes: amount.bytes + file.sizeBytes });
    }
    const unused = [...tops].sort(([, a], [, b]) => b.bytes - a.bytes);
    return passUnless(
      unused.map(([path, amount]) =>
        finding(
          'unused',
          `${path} is let through and unused: ${humanize(amount.bytes, 'B')} in ${plural(amount.files, 'file')}`,
          seen.path(path),
        ),
      ),
      [seen.measure('files reached', files.filter((it) => isSentFile(it) && it.selected).length, 'count')],
    );
  },
});
