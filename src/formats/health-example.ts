import { parse } from 'node:path/posix';

const RUNTIMES = [
  { program: /^(?:node|nodejs|npm|npx|yarn|pnpm)$/, runtime: /^node/, otherwise: 'node', script: 'healthcheck.js' },
  {
    program: /^(?:python[\d.]*|gunicorn|uvicorn|hypercorn|daphne|celery|flask|fastapi|uwsgi)$/,
    runtime: /^python/,
    otherwise: 'python',
    script: 'healthcheck.py',
  },
] as const;

const MOST_WORDS = 1_000;

/**
 * What to write where there is no health check, or none that can fail: with the runtime that the image has anyway. Null where
 * no word of its command tells which that is.
 */
export function healthRemedy(command: readonly string[]): string | null {
  const words = command.flatMap((word) => word.split(/\s+/, MOST_WORDS)).slice(0, MOST_WORDS);
  for (const word of words) {
    const name = parse(word).base;
    const known = RUNTIMES.find(({ program }) => program.test(name));
    if (known) return wordsFor(known.runtime.test(name) ? name : known.otherwise, known.script);
  }
  return null;
}

function wordsFor(runtime: string, script: string): string {
  return `Add \`HEALTHCHECK CMD ["${runtime}", "${script}"]\`, with a script that asks the service itself and ends with another status than 0 when it does not answer.`;
}
