import { type Advisories, dataFolder, findData, indexFolder, loadAdvisories } from '../../../catalog/index.ts';
import {
  type OsRelease,
  type Package,
  type Ports,
  type Scan,
  type ScanSettings,
  TickproofError,
} from '../../../domain/index.ts';
import { type AptList, lookWithArchive } from './archive.ts';
import { failed, type Look } from './finding.ts';
import { ignoresOf, type NamedText, type Silencer } from './ignored.ts';
import { type ScannedImage, lookAtReport } from './imported.ts';
import { aptListsIn } from './lists.ts';
import { merge } from './merge.ts';
import { lookWithOsv } from './osv.ts';
import { specimenOf } from './specimen.ts';
import { tableOf } from './targets.ts';
import { lookWithTool } from './tools.ts';
import { vexOf } from './vex.ts';

export type { AptList } from './archive.ts';
export { scanInputs } from './inputs.ts';
export { aptListOf, isAptList } from './lists.ts';
export type { ScannedImage } from './imported.ts';

export interface ScanOptions {
  readonly packages: readonly Package[];
  readonly os: OsRelease | null;
  /** Files of the image's `/var/lib/apt/lists`. */
  readonly aptLists: readonly AptList[];
  readonly settings: ScanSettings;
  /** What the paths of the settings are relative to. */
  readonly folder: string;
  /** A bill of materials (CycloneDX) for scanners that are driven. */
  readonly sbom: () => string;
  readonly image: ScannedImage;
  readonly ports: Pick<Ports, 'files' | 'processes' | 'env' | 'clock' | 'signal'>;
}

/**
 * Looks for vulnerabilities with every engine that has data, puts together what they say, and lays ignore files and VEX
 * over it: what they let pass stays visible. An engine that could not look says why; it has not found nothing.
 */
export async function scanPackages(options: ScanOptions): Promise<Scan> {
  const { packages, os, settings, image, ports } = options;
  const nowMs = ports.clock.now();
  const osv = await lookOsv(options, nowMs);
  const looks = [
    ...osv.looks,
    ...lookArchive(options, nowMs),
    ...(await lookTools(options)),
    ...settings.reports.map((file) => {
      const text = textOf(options, file);
      const missing = `${file} is not there`;
      return text === null ? failed('report', file, missing) : lookAtReport(file, text, { packages, image, nowMs });
    }),
  ];
  const silencers = [
    ignoresOf(
      settings.ignores.flatMap((file) => namedText(options, file)),
      nowMs,
    ),
    vexOf(
      settings.vex.flatMap((file) => vexTexts(options, file)),
      image,
      packages,
    ),
  ];
  const byPlace = new Map(packages.map((it) => [`${it.purl}\0${it.path}`, it]));
  const merged = merge(looks.flatMap(({ findings }) => findings)).map((it) => {
    const installed = byPlace.get(`${it.purl}\0${it.path}`) ?? null;
    return { ...it, suppressed: silenced(silencers, it, installed) };
  });
  const idle = [...missingFiles(options), ...silencers.flatMap((it) => it.idle())];
  const { targets, labelled } = tableOf(packages, merged, looks, os);
  const hasScanner = looks.some(({ engine }) => engine.failed === null && ['trivy', 'grype'].includes(engine.name));
  return {
    engines: looks.map(({ engine }) => engine),
    targets,
    vulnerabilities: labelled,
    idle,
    specimen: specimenOf(osv.advisories, hasScanner, { packages, os, silencers }),
    at: new Date(nowMs).toISOString(),
  };
}

function silenced(silencers: readonly Silencer[], ...[it, installed]: Parameters<Silencer['suppressionOf']>) {
  const found = silencers.map((silencer) => silencer.suppressionOf(it, installed)); // all are asked: an entry that fits is not idle
  return found.find((suppression) => suppression !== null) ?? null;
}

async function lookOsv(
  { packages, os, settings, folder, ports }: ScanOptions,
  nowMs: number,
): Promise<{ readonly advisories: Advisories | null; readonly looks: readonly Look[] }> {
  if (!settings.engines.includes('osv')) return { advisories: null, looks: [] };
  const path = settings.advisories === null ? dataFolder(ports.env) : ports.files.resolve(folder, settings.advisories);
  const how = path ?? '';
  try {
    const advisories = path === null ? null : await load(path, ports);
    if (advisories) return { advisories, looks: [await lookWithOsv(advisories, how, { packages, os, nowMs })] };
    if (settings.advisories === null) return { advisories, looks: [] };
    return { advisories, looks: [failed('osv', how, `${settings.advisories} holds no advisories in OSV's format`)] };
  } catch (error) {
    if (!(error instanceof TickproofError) || error.code === 'interrupted') throw error;
    return { advisories: null, looks: [failed('osv', how, error.message)] };
  }
}

function load(path: string, { files, env, clock, signal }: ScanOptions['ports']): Promise<Advisories | null> {
  return loadAdvisories({ files, path, cacheFolder: indexFolder(env), now: () => clock.now(), signal });
}

function lookArchive({ packages, os, aptLists, settings, folder, ports }: ScanOptions, nowMs: number): readonly Look[] {
  if (!settings.engines.includes('archive')) return [];
  const path = settings.advisories === null ? null : ports.files.resolve(folder, settings.advisories);
  const brought = path === null ? [] : aptListsIn(ports.files, findData(ports.files, path)?.lists ?? []);
  const look = lookWithArchive([...brought, ...aptLists], { packages, os, nowMs });
  return look ? [look] : [];
}

async function lookTools({ packages, settings, sbom, ports }: ScanOptions): Promise<readonly Look[]> {
  const looks: Look[] = [];
  for (const name of ['trivy', 'grype'] as const) {
    if (!settings.engines.includes(name)) continue;
    const look = await lookWithTool(name, ports, { packages, sbom });
    if (look) looks.push(look);
  }
  return looks;
}

function textOf({ folder, ports }: ScanOptions, file: string): string | null {
  return ports.files.readText(ports.files.resolve(folder, file));
}

function namedText(options: ScanOptions, file: string): readonly NamedText[] {
  const text = textOf(options, file);
  return text === null ? [] : [{ file, text }];
}

/** A file, or the JSON files of a folder. */
function vexTexts(options: ScanOptions, file: string): readonly NamedText[] {
  const { folder, ports } = options;
  const listed = ports.files.list(ports.files.resolve(folder, file));
  if (listed === null) return namedText(options, file);
  return listed
    .filter(({ name, type }) => type === 'file' && name.endsWith('.json'))
    .flatMap(({ name }) => namedText(options, `${file}/${name}`));
}

/** Looked for in every folder; most have none. */
const USUAL: readonly string[] = ['.trivyignore', '.trivyignore.yaml'];

/** An entry that was meant to be honoured must not vanish with its file. */
function missingFiles({ settings, folder, ports }: ScanOptions): Scan['idle'] {
  return [...settings.ignores, ...settings.vex]
    .filter((file) => !USUAL.includes(file))
    .filter((file) => ports.files.stat(ports.files.resolve(folder, file)) === null)
    .map((file) => ({ file, entry: '', fault: 'unreadable', detail: 'there is no such file' }));
}
