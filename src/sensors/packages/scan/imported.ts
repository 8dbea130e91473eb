import type { Package, PackageType } from '../../../domain/index.ts';
import { readScanReport, type ScanReport } from '../../../formats/scans/index.ts';
import { ageDays, failed, type Look } from './finding.ts';
import { findingsOf, typeOfWord } from './of-report.ts';

/** The image that reports must be about. */
export interface ScannedImage {
  /** Image id, manifest digest, repository digests: any of them names it. */
  readonly digests: readonly string[];
  /** `shop:1`, `registry.example/shop`. */
  readonly names: readonly string[];
}

const GRYPE_COVERS: readonly PackageType[] = 'deb apk rpm npm pypi golang cargo maven gem composer nuget'.split(
  ' ',
) as PackageType[]; // words of the type

/** Takes a report over. One of another image, or of none that it names, is stale: what it says may be of something else. */
export function lookAtReport(
  file: string,
  text: string,
  {
    packages,
    image,
    nowMs,
  }: { readonly packages: readonly Package[]; readonly image: ScannedImage; readonly nowMs: number },
): Look {
  const report = readScanReport(text);
  if ('fault' in report) return failed('report', file, `${file} cannot be read: ${report.fault}`);
  const { name, version } = report.tool;
  const label = [name, version].filter((it) => it !== null && it !== '').join(' ') || null;
  if (report.imageDigests.length === 0)
    return failed('report', file, `${file} does not say by digest which image it is about`, label);
  if (!report.imageDigests.some((digest) => image.digests.includes(digest)))
    return failed(
      'report',
      file,
      `${file} is stale: it is about ${report.imageDigests[0]}, not about this image`,
      label,
    );
  const dataDate = report.dataDate ?? report.createdAt;
  return {
    engine: {
      name: 'report',
      version: label,
      dataDate,
      dataAgeDays: ageDays(dataDate, nowMs),
      how: report.dataDate === null && dataDate !== null ? `${file} (dated by the report itself)` : file,
      covers: coveredBy(report),
      failed: null,
      unreadable: [],
    },
    findings: findingsOf('report', report.findings, packages),
  };
}

/** trivy names the targets it looked at; grype looks at all it knows. The other formats name only what was found. */
function coveredBy(report: ScanReport): readonly PackageType[] {
  if (report.format === 'grype') return GRYPE_COVERS;
  if (report.format !== 'trivy') return [];
  const types = report.targets
    .filter(({ vulnerabilities }) => vulnerabilities !== null)
    .map(({ type }) => typeOfWord(type));
  return [...new Set(types.filter((type) => type !== null))];
}
