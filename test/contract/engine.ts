import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContainerSpec, Engine, EngineEvent, Owner, Clock } from '../../src/domain/index.ts';

/** An engine under test, with an image that has a shell. */
export interface EngineUnderTest extends AsyncDisposable {
  readonly engine: Engine;
  readonly owner: Owner;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly image: string;
  /** A folder with a Dockerfile of that image. */
  readonly context: string;
}

/** Command lines that the suite starts; a fake scripts lives for them. */
export const COMMANDS = {
  stays: ['sh', '-c', 'trap "exit 7" TERM; echo up; echo oops >&2; while :; do sleep 0.05; done'],
  ends: ['sh', '-c', 'echo done; exit 3'],
  deaf: ['sh', '-c', 'trap "" TERM; while :; do sleep 0.05; done'],
} as const;
export const EXEC = ['sh', '-c', 'echo out; echo err >&2; exit 4'] as const;
export const BROKEN_DOCKERFILE = 'FROM debian:bookworm-slim\nRUN exit 5\n';

/** What every engine must do the same way: on the fake, and on a real one where one answers. */
export function engineContract(name: string, make: () => Promise<EngineUnderTest>): void {
  describe(`engine contract: ${name}`, () => {
    let it_: EngineUnderTest;
    let made = 0;
    beforeAll(async () => {
      it_ = await make();
    });
    afterAll(async () => {
      await it_[Symbol.asyncDispose]();
    });

    const create = (cmd: readonly string[], more: Partial<ContainerSpec> = {}) =>
      it_.engine.createContainer({ name: it_.owner.name(`c${made++}`), image: it_.image, cmd, ...more });
    const started = async (cmd: readonly string[], more: Partial<ContainerSpec> = {}) => {
      const id = await create(cmd, more);
      await it_.engine.startContainer(id);
      return id;
    };
    /** Looks until it holds; on a virtual clock this is what moves the time on. */
    const until = async <T>(look: () => Promise<T>, holds: (seen: T) => boolean): Promise<T> => {
      for (let tries = 0; ; tries++) {
        const seen = await look();
        if (holds(seen)) return seen;
        if (tries > 200) throw new Error(`still ${JSON.stringify(seen)}`);
        await it_.clock.sleep(50, it_.signal);
      }
    };

    it('tells an image by its config, the same under each of its tags', async () => {
      const { engine, owner, image } = it_;
      const seen = await engine.inspectImage(image);
      expect(seen?.imageId).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(seen?.diffIds.length).toBeGreaterThan(0);
      await engine.tagImage(image, owner.name('again'));
      expect((await engine.inspectImage(owner.name('again')))?.imageId).toBe(seen?.imageId);
      await engine.removeImage(owner.name('again'));
      expect(await engine.inspectImage(owner.name('again'))).toBeNull();
      expect((await engine.inspectImage(image))?.imageId).toBe(seen?.imageId);
    });

    it('gives null for an image that is not there, and says so when one is started from it', async () => {
      const { engine, owner } = it_;
      expect(await engine.inspectImage('tickproof-no-such:1')).toBeNull();
      const spec = { name: owner.name('none'), image: 'tickproof-no-such:1' };
      await expect(engine.createContainer(spec)).rejects.toMatchObject({ code: 'image-not-found' });
    });

    it('lists images and tells their history, oldest first', async () => {
      const { engine, image } = it_;
      expect((await engine.listImages()).flatMap(({ tags }) => tags)).toContain(image);
      const history = await engine.history(image);
      expect(history[0]?.createdBy).toMatch(/^(ADD|COPY|RUN|\/bin\/sh)/);
    });

    it('streams an image out', async () => {
      const { engine, image } = it_;
      for await (const chunk of engine.saveImage(image)) {
        expect(chunk.length).toBeGreaterThan(0);
        break; // ending early is allowed
      }
    });

    it('follows a container from its making to its removal', async () => {
      const { engine, owner } = it_;
      const id = await create(COMMANDS.stays);
      expect(await engine.inspectContainer(id)).toMatchObject({ status: 'created', startedAt: '', exitCode: null });
      await engine.startContainer(id);
      const state = await engine.inspectContainer(id);
      expect(state).toMatchObject({ status: 'running', exitCode: null, finishedAt: '' });
      expect(state?.labels).toMatchObject(owner.labels);
      expect(Date.parse(state?.startedAt ?? '')).toBeGreaterThan(0);
      await until(
        () => engine.logs(id),
        (lines) => lines.length === 2,
      );
      const ended = engine.wait(id);
      await engine.stop(id, 10);
      expect(await ended).toBe(7);
      expect(await engine.inspectContainer(id)).toMatchObject({ status: 'exited', exitCode: 7, oomKilled: false });
      await engine.removeContainer(id);
      expect(await engine.inspectContainer(id)).toBeNull();
      await engine.removeContainer(id); // again is no error
    });

    it('keeps what a container said, by stream and with the time', async () => {
      const id = await started(COMMANDS.stays);
      const lines = await until(
        () => it_.engine.logs(id),
        (seen) => seen.length === 2,
      );
      expect(lines.map(({ stream, text }) => `${stream} ${text}`).sort()).toEqual(['stderr oops', 'stdout up']);
      for (const { at } of lines) expect(Date.parse(at)).toBeGreaterThan(0);
      await it_.engine.removeContainer(id);
    });

    it('tells how a container ended, also afterwards', async () => {
      const id = await started(COMMANDS.ends);
      expect(await it_.engine.wait(id)).toBe(3);
      expect(await it_.engine.wait(id)).toBe(3);
      await it_.engine.kill(id, 'SIGTERM'); // it has ended: no error
      await it_.engine.stop(id, 1);
      await it_.engine.removeContainer(id);
    });

    it('kills what does not go within its grace', async () => {
      const id = await started(COMMANDS.deaf);
      await it_.engine.stop(id, 1);
      expect(await it_.engine.inspectContainer(id)).toMatchObject({ status: 'exited', exitCode: 137 });
      await it_.engine.removeContainer(id);
    });

    it('publishes ports on this machine and gives addresses in a network of its own', async () => {
      const { engine, owner } = it_;
      const network = await engine.createNetwork(owner.name('net'), { 'tickproof.test': 'yes' });
      expect(network.gateway).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
      expect((await engine.listNetworks('tickproof.test=yes')).map(({ name }) => name)).toContain(owner.name('net'));
      const id = await started(COMMANDS.stays, { network: owner.name('net'), publish: [8000] });
      const state = await engine.inspectContainer(id);
      expect(state?.published['8000/tcp']).toBeGreaterThan(0);
      expect(state?.addresses[owner.name('net')]).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
      await engine.removeContainer(id);
      await engine.removeNetwork(owner.name('net'));
      await engine.removeNetwork(owner.name('net'));
    });

    it('runs a command inside', async () => {
      const id = await started(COMMANDS.stays);
      expect(await it_.engine.exec(id, EXEC, 10_000)).toEqual({ exitCode: 4, stdout: 'out\n', stderr: 'err\n' });
      await it_.engine.removeContainer(id);
    });

    it('puts files into a container that never ran, and gets them back', async () => {
      const { engine } = it_;
      const id = await create(COMMANDS.stays);
      expect(await engine.readFile(id, '/opt/deep/file.txt')).toBeNull();
      await engine.writeFile(id, '/opt/deep/file.txt', Buffer.from('hello'), 0o640);
      expect(Buffer.from((await engine.readFile(id, '/opt/deep/file.txt')) ?? []).toString()).toBe('hello');
      expect(await engine.changes(id)).toContainEqual({ path: '/opt/deep/file.txt', kind: 'added' });
      await engine.removeContainer(id);
    });

    it('measures what a container takes', async () => {
      const id = await started(COMMANDS.stays, { memoryBytes: 64 * 1024 * 1024 });
      const first = await until(
        () => it_.engine.stats(id),
        ({ memoryUsageBytes }) => memoryUsageBytes > 0, // none at the very first, on some
      );
      expect(first.memoryLimitBytes).toBe(64 * 1024 * 1024);
      const later = await until(
        () => it_.engine.stats(id),
        ({ cpuNs }) => cpuNs > first.cpuNs,
      );
      expect(later.atMs).toBeGreaterThan(first.atMs);
      expect((await it_.engine.top(id)).rows.length).toBeGreaterThan(0);
      await it_.engine.removeContainer(id);
    });

    it('tells events as they happen, of what carries the label only', async () => {
      const { engine, owner, clock } = it_;
      const seen: EngineEvent[] = [];
      const events = engine.events(`tickproof.case=${owner.runId}`, clock.now())[Symbol.asyncIterator]();
      const reading = (async () => {
        for (let next = await events.next(); !next.done; next = await events.next()) {
          seen.push(next.value);
          if (next.value.action === 'die') return;
        }
      })();
      const id = await started(COMMANDS.ends, { labels: { 'tickproof.case': owner.runId } });
      await engine.wait(id);
      await reading;
      await events.return?.();
      const lives = seen.filter(({ action }) => ['create', 'start', 'die'].includes(action));
      expect(lives.map(({ action }) => action)).toEqual(['create', 'start', 'die']);
      expect(lives.every((event) => event.id === id)).toBe(true);
      expect(lives[2]?.attributes.exitCode).toBe('3');
      expect(lives.map(({ atMs }) => atMs)).toEqual(lives.map(({ atMs }) => atMs).sort((a, b) => a - b));
      await engine.removeContainer(id);
    });

    it('lists the containers of a label, running or not', async () => {
      const id = await create(COMMANDS.stays, { labels: { 'tickproof.listed': it_.owner.runId } });
      const listed = await it_.engine.listContainers(`tickproof.listed=${it_.owner.runId}`);
      expect(listed.map((it) => it.id)).toEqual([id]);
      await it_.engine.removeContainer(id);
    });

    it('builds, and gives a build that fails as a value', async () => {
      const { engine, owner, context } = it_;
      const request = { context, args: {}, secrets: [], labels: { 'tickproof.test': 'yes' } };
      const good = await engine.build(
        { ...request, dockerfile: `${context}/Dockerfile`, tag: owner.name('good') },
        () => {},
      );
      expect(good).toMatchObject({ succeeded: true, message: '' });
      const built = await engine.inspectImage(owner.name('good'));
      expect(built).toMatchObject({ engineId: good.engineId, labels: { 'tickproof.test': 'yes' } });
      await engine.removeImage(owner.name('good'));

      const broken = { ...request, dockerfile: '-', dockerfileText: BROKEN_DOCKERFILE, tag: owner.name('broken') };
      const bad = await engine.build(broken, () => {});
      expect(bad).toMatchObject({ succeeded: false, engineId: null });
      expect(bad.message).toMatch(/exit (?:code:|status) 5/); // BuildKit's words, and Podman's
    });
  });
}
