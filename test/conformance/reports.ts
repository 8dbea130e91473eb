import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validation } from '@cyclonedx/cyclonedx-library';
import { readIgnoreFile } from '../../src/formats/ignores/index.ts';
import { readScanReport, type ReportTarget } from '../../src/formats/scans/index.ts';
import { readVex, type VexDocument } from '../../src/formats/vex/index.ts';
import { type Case, differs, type Outcome } from './vectors.ts';

type Judge = (it: Case) => string | null | Promise<string | null>;

const JUDGES: Readonly<Record<string, Judge>> = {
  'trivy-reports.json': trivy,
  'grype-reports.json': grype,
  'cyclonedx.json': cyclonedx,
  'vex.json': vex,
  'ignore-files.json': ignores,
};

export async function run(dir: string): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [file, judge] of Object.entries(JUDGES)) {
    if (!existsSync(join(dir, file))) continue;
    const { cases } = JSON.parse(readFileSync(join(dir, file), 'utf8')) as { readonly cases: readonly Case[] }; // the vectors' own shape
    const misses: string[] = [];
    for (const it of cases) {
      const miss = await judged(judge, it);
      if (miss !== null) misses.push(`${it['id']}: ${miss}`);
    }
    outcomes.push({ file, total: cases.length, passed: cases.length - misses.length, misses });
  }
  return outcomes;
}

async function judged(judge: Judge, it: Case): Promise<string | null> {
  try {
    return await judge(it);
  } catch (error) {
    return `crashed: ${String(error)}`;
  }
}

function textOf(document: unknown): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}

function trivy({ report, expect }: Case): string | null {
  const read = readScanReport(textOf(report));
  if ('fault' in read) return read.fault;
  const total = read.targets.map(severities).reduce(sum, {});
  return differs(
    {
      schemaVersion: Number(read.schemaVersion),
      artifact: read.artifact,
      type: read.artifactType,
      os: read.os && { Family: read.os.family, Name: read.os.name },
      targets: read.targets.map(targetOf),
      total,
    },
    { ...expect, os: expect['os'] ? { Family: expect['os'].Family, Name: expect['os'].Name } : null },
  );
}

function targetOf(it: ReportTarget): Record<string, unknown> {
  return {
    target: it.target,
    class: it.class,
    type: it.type || null,
    packages: it.packages,
    vulnerabilities: it.vulnerabilities ?? 0,
    bySeverity: severities(it),
    fixable: it.fixable,
    byStatus: Object.fromEntries(
      Object.entries(it.byStatus).map(([status, count]) => [status.replaceAll('-', '_'), count]),
    ),
    secrets: it.secrets,
    misconfigurations: it.misconfigurations,
    licenses: it.licences,
  };
}

function severities({ bySeverity }: ReportTarget): Record<string, number> {
  return Object.fromEntries(
    Object.entries(bySeverity).flatMap(([name, count]) => (count > 0 ? [[name.toUpperCase(), count]] : [])),
  );
}

function sum(left: Record<string, number>, right: Record<string, number>): Record<string, number> {
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return Object.fromEntries(names.map((name) => [name, (left[name] ?? 0) + (right[name] ?? 0)]));
}

/** Documents for machines are recognised, tables and templates refused with what they are. */
function grype({ report, format, expect }: Case): string | null {
  const read = readScanReport(textOf(report));
  const known = { json: 'grype', sarif: 'sarif', cyclonedx: 'cyclonedx' } as const;
  const wanted = Object.hasOwn(known, format) ? known[format as keyof typeof known] : null;
  if ('fault' in read) return wanted === null ? null : read.fault;
  if (read.format !== wanted) return `read as ${read.format} instead of ${format}`;
  if (!expect) return null;
  const counting = read.findings.filter(({ suppressedBecause }) => suppressedBecause === null);
  const bySeverity: Record<string, number> = {};
  for (const { severity } of counting) {
    const name = severity.charAt(0).toUpperCase() + severity.slice(1);
    bySeverity[name] = (bySeverity[name] ?? 0) + 1;
  }
  const fixed = counting.filter(({ status }) => status === 'fixed').length;
  return differs({ matches: counting.length, bySeverity, fixed }, expect);
}

const validators = new Map<string, InstanceType<typeof Validation.JsonValidator>>();

/** By the schema itself, as the library of its makers carries it: what our own writer is held to. */
async function cyclonedx({ specVersion, text, expect }: Case): Promise<string | null> {
  const validator = validators.get(specVersion) ?? new Validation.JsonValidator(specVersion);
  validators.set(specVersion, validator);
  const isValid = (await validator.validate(text).catch(() => 'no JSON')) === null;
  return differs(isValid, expect.valid);
}

function vex({ document, expect }: Case): string | null {
  const read = readVex(textOf(document));
  if ('fault' in read) return expect.format === 'unknown' ? null : read.fault;
  const ours = { format: read.format, statements: asSet(STATEMENTS[read.format](read)) };
  return differs(ours, { ...expect, statements: asSet(expect.statements.map(withSets)) });
}

const asSet = (list: readonly unknown[]): readonly string[] => list.map((it) => JSON.stringify(sortedKeys(it))).sort();

function sortedKeys(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortedKeys(item)]));
}

function withSets(statement: Case): Case {
  const entries = Object.entries(statement).map(([key, value]) => [key, Array.isArray(value) ? unique(value) : value]);
  return Object.fromEntries(entries);
}

const unique = (list: readonly string[]): readonly string[] => [...new Set(list)].sort();

const STATEMENTS: Readonly<Record<VexDocument['format'], (read: VexDocument) => readonly unknown[]>> = {
  openvex: ({ statements }) =>
    statements.map(({ vulnerability, stated, justification, subjects }) => ({
      vulnerability,
      status: stated,
      justification,
      products: unique(subjects.map(({ product }) => product)),
      subcomponents: unique(subjects.flatMap(({ subcomponents }) => subcomponents)),
    })),
  csaf: ({ statements }) => {
    const byVulnerability = new Map<string, Record<string, number>>();
    for (const { vulnerability, stated, subjects } of statements)
      byVulnerability.set(vulnerability, { ...byVulnerability.get(vulnerability), [stated]: subjects.length });
    return [...byVulnerability].map(([vulnerability, productStatus]) => ({ vulnerability, productStatus }));
  },
  cyclonedx: ({ statements }) =>
    statements.map(({ vulnerability, stated, justification, subjects }) => ({
      vulnerability,
      status: stated === '' ? null : stated,
      justification,
      affects: unique(subjects.map(({ product }) => product)),
    })),
};

function ignores({ name, text, expect }: Case): string | null {
  const { entries } = readIgnoreFile(name, text);
  if (!expect) return null;
  const ours = entries.map(({ id, until }) => ({ id, ...(until === null ? {} : { expiredAt: until }) }));
  return differs({ entries: ours }, expect);
}
