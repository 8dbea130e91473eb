import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enginePorts } from '../../../test/e2e/engine-ports.ts';
import type { ContainerSpec } from '../../domain/index.ts';
import { argvOf, bindOf, healthOf } from '../../sensors/run/acts.ts';

const ports = await enginePorts();
/** How it waits: rt_sigtimedwait and ppoll, by their numbers of amd64 and arm64. */
const WAITS = ['128', '137', '271', '73'];
const program = ports?.helper(ports.engine.info.architecture) ?? null;

/** An image of nothing at all: what runs in it needs nothing of it. */
describe.skipIf(!ports || !program)('the helper program in an image from scratch', () => {
  if (!ports || !program) return;
  const { engine, owner, files, clock, signal } = ports;
  const image = owner.name('helper-image');

  beforeAll(async () => {
    await using folder = files.temporary('helper');
    const dockerfileText = 'FROM scratch\nLABEL of=nothing\n';
    const request = { context: folder.path, dockerfile: '-', dockerfileText, tag: image, args: {}, secrets: [] };
    await engine.build({ ...request, labels: owner.labels }, () => undefined);
  });
  afterAll(() => ports[Symbol.asyncDispose]()); // and with it whatever is labelled as its own

  /** As little as a container can have. */
  const start = async (name: string, argv: readonly string[], more: Partial<ContainerSpec> = {}) => {
    const [first = '', ...cmd] = argv;
    const id = await engine.createContainer({
      name: owner.name(name),
      image,
      user: '12345:54321',
      readOnly: true,
      capDrop: ['ALL'],
      securityOpt: ['no-new-privileges'],
      pidsLimit: 4,
      memoryBytes: 6 * 2 ** 20,
      network: 'none',
      binds: [bindOf(program)],
      entrypoint: [first],
      cmd,
      ...more,
    });
    await engine.startContainer(id);
    return id;
  };
  const until = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) await clock.sleep(20, signal);
  };
  /** Process 1 is not reached by a signal that it does not wait for yet: one that comes too early is lost. */
  const isWaiting = async (id: string): Promise<boolean> => {
    const pid = (await engine.inspectContainer(id))?.pid ?? 0;
    try {
      const [call = ''] = readFileSync(`/proc/${pid}/syscall`, 'utf8').split(' ');
      return WAITS.includes(call);
    } catch {
      return true; // an engine elsewhere, or somebody who may not look: nothing better is known than that it runs
    }
  };
  const stopped = async (id: string) => {
    await until(() => isWaiting(id));
    const before = clock.monotonic();
    await engine.stop(id, 5);
    return { code: (await engine.inspectContainer(id))?.exitCode, tookMs: clock.monotonic() - before };
  };
  const saidBy = async (id: string) =>
    (await engine.logs(id)).map(({ stream, text }) => `${stream}: ${text}`).join('\n');
  const SLEEP = argvOf({ do: 'sleep' }, []);

  it('sleeps as process 1 and ends when it is told to, whatever is before it', async () => {
    for (const [act, processes] of [
      [{ do: 'sleep' }, 1],
      [{ do: 'print', stream: 'stderr', text: 'CRITICAL' }, 1],
      [{ do: 'spin' }, 3],
      [{ do: 'allocate', bytes: 2 * 2 ** 20 }, 2],
      [{ do: 'listen', port: 80 }, 2],
    ] as const) {
      const id = await start(`helper-${act.do}`, argvOf(act, SLEEP));
      await until(async () => (await engine.stats(id)).pids === processes);
      const { code, tookMs } = await stopped(id);
      expect([act.do, code]).toEqual([act.do, 0]);
      expect(tookMs).toBeLessThan(4_000);
      expect(await saidBy(id)).toBe(act.do === 'print' ? 'stderr: CRITICAL' : '');
    }
  });

  it('ends while it waits, and is not ended where it holds', async () => {
    const waiting = await start('helper-wait', argvOf({ do: 'wait', ms: 3_600_000 }, SLEEP));
    expect((await stopped(waiting)).code).toBe(143);
    const holding = await start('helper-hold', argvOf({ do: 'hold' }, SLEEP));
    await until(async () => (await engine.stats(holding)).pids === 2);
    await engine.kill(holding, 'SIGTERM');
    await clock.sleep(300, signal);
    expect((await engine.inspectContainer(holding))?.status).toBe('running');
    await engine.kill(holding, 'SIGKILL');
  });

  it('ends with its code, and with those of a shell for what cannot be started', async () => {
    expect(await engine.wait(await start('helper-exit', argvOf({ do: 'exit', code: 3, afterMs: 50 }, [])))).toBe(3);
    expect(await engine.wait(await start('helper-absent', argvOf({ do: 'wait', ms: 0 }, ['absent'])))).toBe(127);
  });

  it('answers, also its own health check', async () => {
    const id = await start('helper-serve', argvOf({ do: 'serve', port: 80, status: 418, body: '{"tea":1}' }, []), {
      network: 'bridge',
      publish: [80],
      healthcheck: { test: healthOf({ do: 'exit', code: 0 }), intervalMs: 200, retries: 1 },
    });
    const port = (await engine.inspectContainer(id))?.published['80/tcp'];
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect([answer.status, await answer.json()]).toEqual([418, { tea: 1 }]);
    await until(async () => (await engine.inspectContainer(id))?.health?.status === 'healthy');
    expect((await stopped(id)).code).toBe(0);
  });

  it('cannot write where nobody can, and is another user where it could', async () => {
    const service = argvOf({ do: 'sleep' }, []);
    const root = { user: '0', capDrop: [] };
    const refused = await start('helper-refused', argvOf({ do: 'write', path: '/x' }, service, '12345'), root);
    expect(await engine.wait(refused)).toBe(1);
    expect(await saidBy(refused)).toBe('stderr: helper: cannot write /x: EROFS');
    const written = await start('helper-write', argvOf({ do: 'write', path: '/x' }, service, '12345:5'), {
      ...root,
      readOnly: false,
    });
    await until(async () => (await engine.changes(written)).some(({ path }) => path === '/x'));
    const { titles, rows } = await engine.top(written);
    expect(titles.map((title, index) => [title, rows[0]?.[index]])).toContainEqual(['UID', '12345']);
    expect((await stopped(written)).code).toBe(0);
  });
});
