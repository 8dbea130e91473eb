import type { ContainerSpec } from '../../src/domain/index.ts';
import type { FakeLife } from '../kit/fake-container.ts';
import { fakeEngine, virtualClock } from '../kit/fake-engine.ts';
import { BROKEN_DOCKERFILE, COMMANDS, engineContract, EXEC } from './engine.ts';

engineContract('the fake', async () => {
  const clock = virtualClock();
  const owner = {
    runId: 'f4k3e1aa',
    labels: { 'tickproof.run': 'f4k3e1aa' },
    name: (suffix: string) => `tickproof-f4k3e1aa-${suffix}`,
  };
  const engine = fakeEngine({
    owner,
    clock,
    images: [{ reference: 'debian:bookworm-slim' }],
    life,
    build: (_tag, text) => {
      const plain = { elapsedMs: 1, vertexes: [] };
      if (text === BROKEN_DOCKERFILE) return { ...plain, succeeded: false, message: 'did not complete: exit code: 5' };
      return { ...plain, succeeded: true, message: '' };
    },
  });
  const signal = new AbortController().signal;
  return {
    engine,
    owner,
    clock,
    signal,
    image: 'debian:bookworm-slim',
    context: '/nowhere',
    [Symbol.asyncDispose]: async () => {},
  };
});

function life({ cmd }: ContainerSpec): FakeLife {
  const said = [
    { atMs: 1, stream: 'stdout', text: 'up' },
    { atMs: 2, stream: 'stderr', text: 'oops' },
  ] as const;
  if (cmd === COMMANDS.ends) return { exit: { afterMs: 5, code: 3 } };
  if (cmd === COMMANDS.deaf) return { onTerm: 'ignored' };
  const exec = (argv: readonly string[]) =>
    argv === EXEC ? { exitCode: 4, stdout: 'out\n', stderr: 'err\n' } : { exitCode: 127, stdout: '', stderr: '' };
  return { logs: said, onTerm: { afterMs: 10, code: 7 }, exec };
}
