import { createHash } from 'node:crypto';
import { FETCHED_FILE, type FetchedSource, fetchedSources, zipMembers } from '../catalog/index.ts';
import { type Files, type Ports, TickproofError } from '../domain/index.ts';
import type { Web } from '../engines/index.ts';

/** Where OSV publishes its data. */
export const SOURCE = 'https://osv-vulnerabilities.storage.googleapis.com';

/** What images are mostly made of. */
export const ECOSYSTEMS: readonly string[] = 'Debian Alpine npm PyPI Go Maven crates.io RubyGems Packagist NuGet'.split(
  ' ',
);

const IDLE_MS = 60_000;
const STEP_BYTES = 1024 * 1024;

interface Update {
  readonly ecosystems: readonly string[];
  readonly source: string;
  readonly folder: string;
  readonly web: Web;
  readonly ports: Pick<Ports, 'files' | 'clock' | 'signal'>;
  /** Told while something is under way, and when it is done. */
  readonly onProgress: (text: string) => void;
  readonly onDone: (text: string) => void;
}

interface Fetched extends FetchedSource {
  readonly ecosystem: string;
  readonly records: number;
  readonly newestModified: string | null;
  readonly sizeBytes: number;
}

interface Updated {
  readonly fetched: readonly Fetched[];
  readonly failed: readonly { readonly ecosystem: string; readonly why: string }[];
}

/** Fetches the zip of each ecosystem. What was there stays until the new one is whole; one that fails does not stop the others. */
export async function updateAdvisories(update: Update): Promise<Updated> {
  const fetched: Fetched[] = [];
  const failed: { ecosystem: string; why: string }[] = [];
  for (const ecosystem of new Set(update.ecosystems)) {
    if (!/^[\w][\w .-]{0,60}$/.test(ecosystem))
      throw new TickproofError('usage', `\`${ecosystem}\` is no ecosystem`, {
        remedy: 'Write it as OSV does: Debian, npm, PyPI.',
      });
    try {
      const done = await fetchOne(ecosystem, update);
      fetched.push(done);
      note(update, done);
      update.onDone(
        `${ecosystem}: ${done.records} records, newest of ${done.newestModified?.slice(0, 10) ?? 'no date'}, ${megabytes(done.sizeBytes)}`,
      );
    } catch (error) {
      if (!(error instanceof TickproofError) || ['interrupted', 'usage'].includes(error.code)) throw error;
      failed.push({ ecosystem, why: error.message });
      update.onDone(`${ecosystem}: ${error.message}\n  → ${error.remedy}`);
    }
  }
  return { fetched, failed };
}

async function fetchOne(ecosystem: string, { source, folder, web, ports, onProgress }: Update): Promise<Fetched> {
  const url = `${source.replace(/\/+$/, '')}/${encodeURIComponent(ecosystem)}/all.zip`;
  const { files, signal, clock } = ports;
  const { code, sizeBytes, body } = await web.get(url, { signal, idleMs: IDLE_MS });
  if (code !== 200) throw refused(url, ecosystem, code);
  await using draft = files.temporary('advisories');
  const path = files.resolve(draft.path, 'all.zip');
  const hash = createHash('sha256');
  let received = 0;
  await files.writeStream(path, watched());
  if (sizeBytes !== null && received !== sizeBytes)
    throw new TickproofError('archive-corrupt', `${url} ended after ${received} of ${sizeBytes} bytes`, {
      remedy: 'Run it again.',
    });
  const found = await looked(files, path);
  if (found.records === 0)
    throw new TickproofError('archive-corrupt', `${url} holds no advisories`, {
      remedy: 'Look at the address that `--source` names.',
    });
  const file = `${ecosystem}/all.zip`;
  await files.writeStream(files.resolve(folder, file), files.stream(path));
  const fetched = new Date(clock.now()).toISOString();
  return { ecosystem, file, url, fetched, sha256: hash.digest('hex'), sizeBytes: received, ...found };

  async function* watched(): AsyncGenerator<Uint8Array> {
    let told = 0;
    for await (const chunk of body) {
      hash.update(chunk);
      received += chunk.length;
      if (received - told >= STEP_BYTES) {
        told = received;
        onProgress(`${ecosystem}: ${megabytes(received)}${sizeBytes === null ? '' : ` of ${megabytes(sizeBytes)}`}`);
      }
      yield chunk;
    }
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Reads it once through: a zip that is broken in the middle must not replace a whole one. */
async function looked(files: Files, path: string): Promise<Pick<Fetched, 'records' | 'newestModified'>> {
  let records = 0;
  let newestModified: string | null = null;
  for await (const { bytes } of zipMembers(files, path, (name) => name.endsWith('.json'))) {
    const modified = /"modified"\s{0,4}:\s{0,4}"([^"]{10,40})"/.exec(bytes.toString('utf8'))?.[1] ?? null;
    if (modified === null) continue;
    records += 1;
    if (newestModified === null || Date.parse(modified) > Date.parse(newestModified)) newestModified = modified;
  }
  return { records, newestModified };
}

/** When each zip was fetched is noted beside it: the data is as new as the day on which it was fetched whole. */
function note({ folder, ports: { files } }: Update, done: Fetched): void {
  const others = fetchedSources(files, folder).filter(({ file }) => file !== done.file);
  files.writeAtomic(files.resolve(folder, FETCHED_FILE), `${JSON.stringify([...others, done], null, 1)}\n`);
}

function refused(url: string, ecosystem: string, code: number): TickproofError {
  const remedy =
    code === 404
      ? `Look at how OSV writes \`${ecosystem}\`: Debian, npm, PyPI, crates.io.`
      : 'Try again later, or another `--source`.';
  return new TickproofError('file-unreadable', `${url} answered with HTTP ${code}`, { remedy });
}
