import type { Package, PackageType, Ports, ScanEngine } from '../../../domain/index.ts';
import { readScanReport, type ScanReport } from '../../../formats/scans/index.ts';
import { ageDays, failed, type Look } from './finding.ts';
import { findingsOf } from './of-report.ts';

/** How a scanner is driven: flags for a machine without network, and where its data's date is said. */
interface Tool {
  readonly name: 'trivy' | 'grype';
  readonly covers: readonly PackageType[];
  readonly env: Readonly<Record<string, string>>;
  /** Says the date of the database. */
  readonly status: readonly string[];
  readonly dateOf: (status: unknown) => { readonly version: string | null; readonly date: string | null };
  readonly scan: (sbom: string) => readonly string[];
}

const LANGUAGES: readonly PackageType[] = ['npm', 'pypi', 'golang', 'cargo', 'maven', 'gem', 'composer', 'nuget'];
const SYSTEMS: readonly PackageType[] = ['deb', 'apk', 'rpm'];

const TOOLS: Readonly<Record<'trivy' | 'grype', Tool>> = {
  trivy: {
    name: 'trivy',
    covers: [...SYSTEMS, ...LANGUAGES, 'hex', 'pub', 'swift', 'conan', 'cocoapods', 'bitnami'],
    // flags that only newer ones know are given as variables: others pass over them
    env: { TRIVY_SKIP_VERSION_CHECK: 'true', TRIVY_DISABLE_TELEMETRY: 'true', TRIVY_NO_PROGRESS: 'true' },
    status: ['version', '--format', 'json'],
    dateOf: (status) => ({
      version: textAt(status, 'Version'),
      date: textAt(at(status, 'VulnerabilityDB'), 'UpdatedAt'),
    }),
    scan: (sbom) => [
      ...'sbom --format json --list-all-pkgs --offline-scan --skip-db-update --skip-java-db-update'.split(' '),
      ...'--quiet --exit-code 0 --timeout 10m'.split(' '),
      sbom,
    ],
  },
  grype: {
    name: 'grype',
    covers: [...SYSTEMS, ...LANGUAGES],
    env: {
      GRYPE_DB_AUTO_UPDATE: 'false',
      GRYPE_CHECK_FOR_APP_UPDATE: 'false',
      GRYPE_DB_VALIDATE_AGE: 'false', // the age is judged by the criterion, not by the tool
    },
    status: ['db', 'status', '-o', 'json'],
    dateOf: (status) => ({ version: null, date: at(status, 'valid') === false ? null : textAt(status, 'built') }),
    scan: (sbom) => [`sbom:${sbom}`, '-o', 'json', '--by-cve'],
  },
};

const STATUS_MS = 60_000;
const SCAN_MS = 660_000;
const REPORT_BYTES = 256 * 1024 * 1024;

/** Runs a scanner on the bill of materials. Null where it is not on PATH; a scanner without a database has failed, it has not found nothing. */
export async function lookWithTool(
  name: 'trivy' | 'grype',
  ports: Pick<Ports, 'processes' | 'files' | 'signal' | 'clock'>,
  { packages, sbom }: { readonly packages: readonly Package[]; readonly sbom: () => string },
): Promise<Look | null> {
  const tool = TOOLS[name];
  if (ports.processes.find(name) === null) return null;
  const { signal } = ports;
  const status = await ports.processes.run([name, ...tool.status], { env: tool.env, timeoutMs: STATUS_MS, signal });
  const { version, date } = tool.dateOf(parsed(status.stdout));
  if (status.exitCode !== 0 && date === null)
    return failed(name, name, `${name} has no usable database: ${lastLine(status.stderr)}`);
  if (!isDate(date)) return failed(name, name, `${name} has no vulnerability database`, version);
  await using folder = ports.files.temporary('sbom');
  const argv = [name, ...tool.scan(folder.write('bill.cdx.json', sbom()))];
  const outcome = await ports.processes.run(argv, {
    env: tool.env,
    timeoutMs: SCAN_MS,
    signal,
    keepBytes: REPORT_BYTES,
  });
  const how = [name, ...tool.scan('bill.cdx.json')].join(' ');
  if (outcome.timedOut) return failed(name, how, `${name} did not end in time`, version);
  if (outcome.exitCode !== 0)
    return failed(name, how, `${name} ended with ${outcome.exitCode}: ${lastLine(outcome.stderr)}`, version);
  const report = readScanReport(outcome.stdout);
  if ('fault' in report) return failed(name, how, `what ${name} wrote cannot be read: ${report.fault}`, version);
  return lookOf(tool, report, { packages, how, date, version, nowMs: ports.clock.now() });
}

function lookOf(
  { name, covers }: Tool,
  report: ScanReport,
  it: { packages: readonly Package[]; how: string; date: string | null; version: string | null; nowMs: number },
): Look {
  const dataDate = report.dataDate ?? (it.date === null ? null : new Date(it.date).toISOString());
  const engine: ScanEngine = {
    name,
    version: it.version ?? report.tool.version,
    dataDate,
    dataAgeDays: ageDays(dataDate, it.nowMs),
    how: it.how,
    covers,
    failed: null,
    unreadable: [],
  };
  return { engine, findings: findingsOf(name, report.findings, it.packages) };
}

/** Go writes "no time" as the year 1. */
const isDate = (text: string | null): boolean => Date.parse(text ?? '') > 0;

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)?.slice(0, 300) ?? '';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null; // then it says no date
  }
}

function at(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name] // it has the key
    : undefined;
}

function textAt(value: unknown, name: string): string | null {
  const found = at(value, name);
  return typeof found === 'string' ? found : null;
}
