import { dataFolder, dateOfSource, indexFolder, loadAdvisories } from '../catalog/index.ts';
import { type Ports, TickproofError } from '../domain/index.ts';
import { hostWeb, makePorts } from '../engines/index.ts';
import { plural } from '../formats/index.ts';
import { ECOSYSTEMS, SOURCE, updateAdvisories } from './advisories-update.ts';
import type { Io } from './io.ts';

interface AdvisoriesFlags {
  readonly ecosystem: readonly string[];
  readonly source: string | undefined;
  readonly advisories: string | undefined;
  readonly json: boolean;
}

/** `tickproof advisories`: 0, or 5 where something could not be fetched or there is no data. */
export async function advisoriesFlow(action: string, flags: AdvisoriesFlags, io: Io): Promise<number> {
  await using ports = await makePorts({ engine: 'none', signal: io.signal, onEvent: () => {}, env: io.env });
  const folder = flags.advisories === undefined ? dataFolder(io.env) : ports.files.resolve(io.cwd, flags.advisories);
  if (folder === null)
    throw new TickproofError('usage', 'There is no home folder to keep advisories in', {
      remedy: 'Name a folder with `--advisories`.',
    });
  if (action === 'info') return info(folder, flags.json, io, ports);
  if (action === 'update') return update(folder, flags, io, ports);
  throw new TickproofError('usage', `\`advisories ${action}\` is not known`, {
    remedy: 'Write `advisories update` or `advisories info`.',
  });
}

async function update(
  folder: string,
  { ecosystem, source, json }: AdvisoriesFlags,
  io: Io,
  ports: Ports,
): Promise<number> {
  const { fetched, failed } = await updateAdvisories({
    ecosystems: ecosystem.length > 0 ? ecosystem : ECOSYSTEMS,
    source: source ?? io.env['TICKPROOF_ADVISORIES_SOURCE'] ?? SOURCE,
    folder,
    web: hostWeb,
    ports,
    onProgress: (text) => io.err(io.live ? `\r\u001B[K${text}` : ''),
    onDone: (text) => io.err(`${io.live ? '\r\u001B[K' : ''}${text}\n`),
  });
  if (json) io.out(`${JSON.stringify({ folder, fetched, failed }, null, 2)}\n`);
  else io.out(`${fetched.length} of ${fetched.length + failed.length} fetched into ${folder}\n`);
  return failed.length > 0 ? 5 : 0;
}

const DAY_MS = 86_400_000;

async function info(path: string, json: boolean, io: Io, ports: Ports): Promise<number> {
  const { files, clock, signal } = ports;
  const advisories = await loadAdvisories({
    files,
    path,
    cacheFolder: indexFolder(io.env),
    now: () => clock.now(),
    signal,
    onProgress: (source, read) => io.err(io.live ? `\r\u001B[Kreading ${source}: ${read}` : ''),
  });
  if (io.live) io.err('\r\u001B[K');
  const sources = (advisories?.header.sources ?? []).map((it) => {
    const date = dateOfSource(it);
    const ageDays = date === null ? null : Math.round(((clock.now() - Date.parse(date)) / DAY_MS) * 10) / 10;
    return { ...it, date, ageDays };
  });
  const ecosystems = (advisories?.header.sections ?? []).map(({ ecosystem, names, entries }) => ({
    ecosystem,
    names,
    entries,
  }));
  if (json) io.out(`${JSON.stringify({ path, sources, ecosystems }, null, 2)}\n`);
  else if (advisories) {
    io.out(`Advisories in ${path}\n`);
    const width = Math.max(...sources.map(({ name }) => name.length));
    for (const it of sources)
      io.out(
        ` ${it.name.padEnd(width)}  ${plural(it.advisories, 'advisory', 'advisories')}, ${it.malicious} of packages made to harm, ${it.date?.slice(0, 10) ?? 'of no date'}${it.ageDays === null ? '' : `, ${it.ageDays} days old`}${it.unreadable > 0 ? `, ${it.unreadable} unreadable` : ''}\n`,
      );
  }
  if (advisories) return 0;
  io.err(
    `tickproof: there are no advisories in ${path}\n  → Run \`tickproof advisories update\`, or name data with \`--advisories\`.\n`,
  );
  return 5;
}
