import type { ComposeFacts } from '../../domain/index.ts';
import { defineCheck, finding, inapplicable, passUnless, seen, type Sources, z } from '../kit.ts';
import { project, withoutComments } from './shared.ts';

const TEXT = '# Option A: Ollama on the host.\n# Option B: Ollama in Docker.\nservices:\n  web:\n    image: web:1.0\n';
const comment = (text: string, line: number) => ({
  text,
  at: { file: 'compose.yaml', startLine: line, endLine: line },
});
const EXAMPLE = project(TEXT, { name: 'example', services: { web: { image: 'web:1.0' } } });
const COMMENTS = [comment('Option A: Ollama on the host.', 1), comment('Option B: Ollama in Docker.', 2)];

export default defineCheck({
  id: 'compose/documents',
  version: 1,
  title: 'The comments of the compose files explain what was asked for',
  why: 'An alternative that no comment explains is found by nobody who deploys from the file.',
  remedy: 'Write the text into a comment of the compose file.',
  references: ['https://docs.docker.com/reference/compose-file/'],
  reads: ['compose.files', 'compose.comments'],
  params: z.strictObject({
    texts: z
      .array(z.string().min(1))
      .default([])
      .describe('Texts that a comment must hold, whatever their case; they may run over several lines'),
  }),
  reasons: ['text-missing'],
  example: {
    ...EXAMPLE,
    facts: { compose: { ...EXAMPLE.facts?.compose, comments: COMMENTS } },
    params: { texts: ['Option B'] },
  },
  mutants: [],
  mutantsFor: (_facts, { texts }) =>
    texts.map((text) => ({
      level: 'S' as const,
      title: `without the comments that say "${text}"`,
      reason: 'text-missing' as const,
      edit: (sources: Sources) => ({
        ...sources,
        compose: Object.fromEntries(Object.entries(sources.compose).map(([file, it]) => [file, withoutComments(it)])),
      }),
    })),

  judge: ({ compose: { files, comments } }, { texts }) => {
    if (files.length === 0) return inapplicable('there is no compose file');
    if (texts.length === 0) return inapplicable('no text is named that a comment must hold');
    const found = texts.map((text) => ({ text, comment: commentWith(text, comments) }));
    return passUnless(
      found
        .filter((it) => it.comment === null)
        .map(({ text }) =>
          finding(
            'text-missing',
            `no comment says "${text}"`,
            seen.value('comments', `${comments.length} in ${files.join(', ')}`),
          ),
        ),
      found.flatMap((it) => (it.comment ? [seen.source(it.comment)] : [])),
    );
  },
});

type Comment = ComposeFacts['comments'][number];

/** The comment in which the text begins; what follows on the next lines counts as one text. */
function commentWith(text: string, comments: readonly Comment[]): Comment | null {
  const wanted = plain(text);
  return (
    comments.find((comment, i) => {
      const rest = plain(
        comments
          .slice(i, i + 5)
          .map((it) => it.text)
          .join(' '),
      ); // a sentence is seldom longer
      const start = rest.indexOf(wanted);
      return start >= 0 && start < plain(comment.text).length;
    }) ?? null
  );
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}
