import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import * as fc from 'fast-check';
import { schema, type MutationTestResult } from 'mutation-testing-report-schema';
import { expect, it } from 'vitest';
import { canonicalRecord, certifiedRecord } from '../../../test/golden/record.ts';
import type { EvidenceRecord } from '../../domain/index.ts';
import { sha256 } from '../../formats/index.ts';
import { stryker } from './report.ts';

const ajv = new Ajv({ strict: false });
formats.default(ajv);
const fits = ajv.compile(schema);

function reportOf(record: EvidenceRecord, linesOf?: (file: string) => readonly string[] | null): MutationTestResult {
  const report: unknown = JSON.parse(stryker(record, linesOf));
  expect(fits(report) ? [] : fits.errors).toEqual([]);
  return report as MutationTestResult; // the schema has just said so
}

function mutantsIn({ files }: MutationTestResult) {
  return Object.entries(files).flatMap(([file, { mutants, source }]) => mutants.map((it) => ({ ...it, file, source })));
}

it('fits the published schema, with every counter-proof in it once', () => {
  for (const record of [canonicalRecord, certifiedRecord]) {
    const tests = Object.values(reportOf(record).testFiles ?? {}).flatMap((it) => it.tests.map(({ id }) => id));
    const mutants = mutantsIn(reportOf(record));
    const told = record.counterProofs.filter(({ criterion }) => tests.includes(criterion));
    expect(mutants).toHaveLength(told.length);
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(told.length);
    for (const { killedBy = [], coveredBy = [] } of mutants)
      for (const id of [...killedBy, ...coveredBy]) expect(tests).toContain(id);
  }
});

it('says of each mutant what became of it, in the words of such reports', () => {
  const mutants = mutantsIn(reportOf(canonicalRecord));
  const of = (name: string) => mutants.find(({ mutatorName }) => mutatorName === name);
  expect(of('K: no USER at all')).toMatchObject({ status: 'Killed', killedBy: ['R-P0-3'], duration: 3 });
  expect(of('S: no .dockerignore at all')).toMatchObject({ status: 'Survived', statusReason: 'pass', killedBy: [] });
  expect(of('S: an unknown key')?.statusReason).toBe('red for another reason: unset-variable');
  expect(of('K: USER tmws')).toMatchObject({ status: 'Ignored', statusReason: 'the mutant has the original config' });
  expect(of('P: another service')).toMatchObject({ status: 'NoCoverage', coveredBy: [] });
  expect(of('R: a service that answers 500')).toMatchObject({
    killedBy: ['A4', 'own-2'],
    coveredBy: ['A4', 'own-2', 'A8', 'run/logs', 'own-1'],
  });
  const unbuilt = { status: 'not-run', because: 'the base is not there' } as const;
  const [proof] = canonicalRecord.counterProofs.filter(({ level }) => level === 'B');
  const record = { ...canonicalRecord, counterProofs: proof ? [{ ...proof, outcome: unbuilt }] : [] };
  expect(mutantsIn(reportOf(record))[0]?.status).toBe('CompileError');
});

it('puts every mutant on lines that are there', () => {
  for (const { location, source, file } of mutantsIn(reportOf(canonicalRecord))) {
    const lines = source.split('\n');
    expect(location.start.line, file).toBeGreaterThanOrEqual(1);
    expect(location.end.line, file).toBeLessThanOrEqual(lines.length);
    expect(lines[location.start.line - 1]?.length ?? 0, file).toBeGreaterThanOrEqual(location.start.column - 1);
  }
});

it('stands at the lines of the file that was judged, and masks the secrets in it', () => {
  const text = 'services:\n  web:\n    environment: { API_KEY: sk-ant-api03-4f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c }';
  const files = [{ path: 'docker-compose.yml', sha256: sha256(text), lines: 3 }];
  const record = { ...canonicalRecord, inputs: { ...canonicalRecord.inputs, files } };
  const at = (linesOf: (file: string) => readonly string[] | null) =>
    reportOf(record, linesOf).files['docker-compose.yml']?.source ?? '';
  const shown = at((file) => (file === 'docker-compose.yml' ? text.split('\n') : null));
  expect(shown.split('\n').slice(0, 2)).toEqual(['services:', '  web:']);
  expect(shown).not.toContain('4f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c');
  const changed = at(() => ['services: {}']);
  expect(changed.split('\n')).toEqual(['services:', '', '']);
});

it('is valid JSON of the same shape whatever stands in a record', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constant('__proto__')), fc.integer(), (text, line) => {
      const at = { file: text, startLine: line, endLine: line };
      const ticks = canonicalRecord.ticks.map((tick) => ({
        ...tick,
        criterion: { ...tick.criterion, at, title: text },
        verdict: { status: 'pass', evidence: [{ kind: 'source', text, at }] } as const,
      }));
      const record = { ...canonicalRecord, ticks };
      expect(mutantsIn(reportOf(record, () => [text]))).toHaveLength(canonicalRecord.counterProofs.length);
      expect(mutantsIn(reportOf(record))).toHaveLength(canonicalRecord.counterProofs.length);
    }),
    { numRuns: 40 },
  );
});
