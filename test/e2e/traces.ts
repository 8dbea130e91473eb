import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { setTimeout as after } from 'node:timers/promises';
import { type EngineApi, engineApi } from '../../src/engines/docker/api.ts';
import { dockerCandidates } from '../../src/engines/docker/endpoints.ts';
import { hostFiles } from '../../src/engines/files.ts';

const VARIABLE = 'TICKPROOF_TRACED';

/** Something that a run made and that is there now. */
export interface Trace {
  readonly kind: 'container' | 'network' | 'volume' | 'image' | 'process' | 'path';
  readonly name: string;
}

/** Finds whatever runs make, also what no label names: all of it carries one unique word. */
export class Tracer {
  readonly word = `traced${randomBytes(4).toString('hex')}`;
  /** Where its runs put their temporary folders, and nobody else. */
  readonly temporary = mkdtempSync(join(tmpdir(), 'traced-'));
  /** What its runs must inherit. */
  readonly variables: NodeJS.ProcessEnv = { TMPDIR: this.temporary, [VARIABLE]: this.word };
  readonly #api = apiOfEngine();
  readonly #runIds = new Set<string>();

  /** Lets images, containers and build steps of a deployment carry the word: the last step of each stage, not to install anew. */
  mark(deployment: string): void {
    const file = join(deployment, 'Dockerfile');
    const stages = readFileSync(file, 'utf8').split(/^(?=FROM )/m);
    const marked = stages.map((stage) =>
      stage.replace(
        /(?<=^FROM [^]*)^(?=RUN (?![^]*^RUN ))/m,
        `LABEL traced=${this.word}\nENV ${VARIABLE}=${this.word}\n`,
      ),
    );
    writeFileSync(file, marked.join(''));
  }

  /** Everything on engine, disk and among the processes; in the deployment's folder half-written files. */
  async now(deployment: string): Promise<readonly Trace[]> {
    const runIds = this.runIds();
    const ours = (value: unknown): boolean => {
      const text = JSON.stringify(value);
      return text.includes(this.word) || runIds.some((id) => text.includes(`tickproof-${id}`));
    };
    const lists = await Promise.all(Object.entries(LISTS).map(([kind, path]) => this.#listed(kind as Kind, path))); // keys as written
    const found = lists.flatMap(({ kind, things }) => things.filter(ours).map((it) => ({ kind, name: nameOf(it) })));
    const paths = [...readdirSync(this.temporary), ...drafts(deployment)];
    return [...found, ...this.processes(), ...paths.map((name) => ({ kind: 'path' as const, name }))];
  }

  /** What is still there after a while; empty as soon as nothing is. */
  async left(deployment: string, patienceMs: number): Promise<readonly Trace[]> {
    const startedAt = performance.now();
    for (;;) {
      const left = await this.now(deployment);
      if (left.length === 0 || performance.now() - startedAt > patienceMs) return left;
      await after(100);
    }
  }

  processes(): readonly Trace[] {
    return readdirSync('/proc').flatMap((pid): readonly Trace[] => {
      if (!/^\d+$/.test(pid)) return [];
      const inherits = textOf(`/proc/${pid}/environ`).split('\0').includes(`${VARIABLE}=${this.word}`);
      const line = textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
      return inherits && line !== '' ? [{ kind: 'process', name: `${pid} ${line.slice(0, 80)}` }] : [];
    });
  }

  /** Ends the reapers, which wait beside their runs and clean up after them. */
  killReapers(): void {
    for (const { name } of this.processes())
      if (name.includes('/reaper.js ')) process.kill(Number.parseInt(name, 10), 'SIGKILL');
  }

  /** Runs that have been seen so far. */
  runIds(): readonly string[] {
    for (const name of readdirSync(this.temporary)) {
      const id = /^tickproof-([a-z\d]{8})/.exec(name)?.[1];
      if (id !== undefined) this.#runIds.add(id);
    }
    return [...this.#runIds];
  }

  end(): void {
    rmSync(this.temporary, { recursive: true, force: true });
    this.#api.close();
  }

  async #listed(kind: Kind, path: string): Promise<{ kind: Kind; things: readonly Listed[] }> {
    const { status, body } = await this.#api.request('GET', path);
    if (status !== 200) return this.#listed(kind, path); // an image was removed while they were listed
    const things = kind === 'volume' ? (body as { Volumes: Listed[] | null }).Volumes : (body as Listed[]); // the API's documented answers
    return { kind, things: things ?? [] };
  }
}

type Kind = keyof typeof LISTS;

const LISTS = {
  container: '/containers/json?all=1',
  network: '/networks',
  volume: '/volumes',
  image: '/images/json?all=1',
};

interface Listed {
  readonly Id?: string;
  readonly Name?: string;
  readonly Names?: readonly string[];
  readonly RepoTags?: readonly string[] | null;
}

function nameOf({ Names, RepoTags, Name, Id }: Listed): string {
  return Names?.[0]?.slice(1) ?? RepoTags?.[0] ?? Name ?? Id ?? '?';
}

function drafts(deployment: string): readonly string[] {
  const folder = join(deployment, '.tickproof');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => /\.(tmp|lock)$/.test(name));
}

function apiOfEngine(): EngineApi {
  const files = hostFiles(() => {
    throw new Error('no temporary folder of a run is needed');
  });
  const [first] = dockerCandidates(env, files);
  if (!first) throw new Error('there is no engine');
  return engineApi(first.endpoint, 'the engine');
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it has ended
  }
}
