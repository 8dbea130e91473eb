import type {
  Ask,
  CommandObservation,
  HttpObservation,
  PersistObservation,
  ReachObservation,
  Step,
} from '../../../src/domain/index.ts';

/** What is asked of every service here, and what it answers. */
export const HTTP = { path: '/health', port: 8000, json: { status: 'ok' } };
export const PERSISTS = {
  service: 'web',
  write: { path: '/notes/1', method: 'PUT', body: 'kept' },
  read: { path: '/notes/1' },
  contains: 'kept',
};

interface Answers {
  readonly http: readonly (HttpObservation & { readonly service: string })[];
  readonly commands: readonly CommandObservation[];
  readonly reaches: readonly (ReachObservation & { readonly service: string })[];
  readonly persists: readonly PersistObservation[];
}

/** What a service that does all it should says to these questions. */
export function answersTo(asks: readonly Ask[]): Answers {
  /** A request is well with 200, a command with 0. */
  const done = ({ kind }: Step, output: string) => ({
    status: 'done' as const,
    code: kind === 'http' ? 200 : 0,
    output,
  });
  const answered = { status: 'answered' as const, code: 200, elapsedMs: 4 };
  return {
    http: asks.flatMap((ask) => {
      if (ask.kind !== 'http') return [];
      const headers = { 'content-type': 'application/json', 'x-served-by': 'pages 7' };
      return [{ ask, service: ask.service ?? 'web', outcome: { ...answered, headers, body: '{"status":"ok"}' } }];
    }),
    commands: asks.flatMap((ask) =>
      ask.kind === 'command'
        ? [{ ask, exitCode: 0, stdout: 'v1.4.2\n', stderr: '', elapsedMs: 30, timedOut: false }]
        : [],
    ),
    reaches: asks.flatMap((ask) =>
      ask.kind === 'reach'
        ? [{ ask, service: ask.service ?? 'web', how: 'a sidecar', outcome: { ...answered, body: '["ready"]' } }]
        : [],
    ),
    persists: asks.flatMap((ask) => {
      if (ask.kind !== 'persist') return [];
      const before = { ...done(ask.read, ''), code: 404 };
      const kept = done(ask.read, 'kept');
      const wrote = done(ask.write, 'stored');
      return [{ ask, service: ask.service ?? 'web', before, wrote, read: kept, again: kept, notUp: null }];
    }),
  };
}
