import { defineCheck, fail, finding, mended, pass, pattern, seen, shownLines, z } from '../kit.ts';
import { DEFAULT_LOG_PATTERN, matchingLine, matchingLines, type RunChange, SLEEPER } from './shared.ts';

const params = z.strictObject({
  pattern: pattern().default(DEFAULT_LOG_PATTERN).describe('Regular expression of lines that must not be there'),
  except: z.array(pattern()).default([]).describe('Regular expressions of lines that may be there all the same'),
  streams: z
    .array(z.enum(['stdout', 'stderr']))
    .min(1)
    .default(['stdout', 'stderr'])
    .describe('Streams that are read'),
});

function printed(stream: 'stdout' | 'stderr', wanted: z.output<typeof params>): RunChange | null {
  const text = wanted.streams.includes(stream) ? matchingLine(wanted.pattern, wanted.except) : null;
  return text === null ? null : { act: { do: 'print', stream, text } };
}

const SPEAK =
  'Let it write a line to stdout or stderr when it is ready, and not to a file. What holds its lines back until a buffer is full loses them when it is killed: Python writes at once with `ENV PYTHONUNBUFFERED=1`.';

export default defineCheck({
  id: 'run/logs',
  version: 1,
  title: 'The log of a start and a stop holds no error, and is not empty',
  why: 'A service may answer its health check and log errors all the same; silence tells nobody anything.',
  remedy:
    'Mend what the lines say. What is no error should not be logged as one; name it under `except` if it must be.',
  references: ['https://docs.docker.com/engine/logging/'],
  reads: ['run.logs'],
  params,
  reasons: ['log-match', 'no-logs'],
  example: {
    facts: {
      run: {
        logs: {
          lines: [{ stream: 'stdout', at: '2026-01-01T00:00:00Z', text: 'listening on 8000' }],
          bytes: 18,
          truncated: false,
        },
      },
    },
  },
  mutants: [
    {
      level: 'R',
      title: 'a line that must not be there, on stdout before the service',
      reason: 'log-match',
      edit: (_, wanted) => printed('stdout', wanted),
    },
    {
      level: 'R',
      title: 'a line that must not be there, on stderr before the service',
      reason: 'log-match',
      edit: (_, wanted) => printed('stderr', wanted),
    },
    { level: 'R', title: 'a silent sleeper in place of the service', reason: 'no-logs', edit: () => SLEEPER },
  ],

  judge: ({ run: { logs } }, { pattern: wanted, except, streams }) => {
    const lines = logs.lines.filter(({ stream }) => streams.includes(stream));
    const read = seen.measure('log lines read', lines.length, 'count');
    if (lines.length === 0)
      return fail(mended(SPEAK, finding('no-logs', `nothing was logged on ${streams.join(' or ')}`, read)));
    const bad = matchingLines(lines, wanted, except);
    const cut = logs.truncated ? [seen.value('log', 'the middle of a very long log was not kept')] : [];
    const [first] = bad;
    if (!first) return pass(read, ...cut);
    return fail(
      finding(
        'log-match',
        `${bad.length} of ${lines.length} log lines match: ${first.text.slice(0, 200)}`,
        read,
        ...shownLines(bad),
        ...cut,
      ),
    );
  },
});
