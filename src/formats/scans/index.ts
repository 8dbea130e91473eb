import { isCycloneDx, readCycloneDx } from './cyclonedx.ts';
import { isFields, parsedJson } from './fields.ts';
import { isGrype, readGrype } from './grype.ts';
import type { ScanReport } from './report.ts';
import { isSarif, readSarif } from './sarif.ts';
import { isTrivy, readTrivy } from './trivy.ts';

export type { ReportFinding, ReportTarget, ScanReport } from './report.ts';
export { severityOf } from './fields.ts';

/** Reads a report of trivy or grype: their JSON, SARIF, or CycloneDX with vulnerabilities. What is none of these is a fault that names what it looks like. */
export function readScanReport(text: string): ScanReport | { readonly fault: string } {
  const value = parsedJson(text);
  if (value === undefined) return { fault: lookOf(text) };
  if (!isFields(value)) return { fault: 'it is JSON, but not an object' };
  if (isTrivy(value)) return readTrivy(value);
  if (isGrype(value)) return readGrype(value);
  if (isSarif(value)) return readSarif(value);
  if (isCycloneDx(value)) return readCycloneDx(value);
  return { fault: 'it is JSON, but neither of trivy (schema 2) or grype, nor SARIF 2.1, nor CycloneDX' };
}

function lookOf(text: string): string {
  const start = text.slice(0, 4096).trimStart();
  if (start === '') return 'it is empty';
  if (/^NAME +INSTALLED /.test(start)) return 'it is a table for people; write JSON (`-o json`)';
  if (start.startsWith('{') || start.startsWith('[')) return 'its JSON is cut off or broken';
  if (start.startsWith('<')) return 'it is XML; write JSON';
  return 'it is text of no format that can be read; write JSON';
}
