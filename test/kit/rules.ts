import { expect } from 'vitest';
import type { AnyCheck } from '../../src/domain/index.ts';
import { applyEdits } from '../../src/formats/index.ts';
import { dockerfileFactsOf } from '../../src/sensors/index.ts';
import { judged } from './judged.ts';

/** The lines that a rule objects to in a Dockerfile's text, in the order of its findings. */
export function linesOf(check: AnyCheck, text: string, params: Readonly<Record<string, unknown>> = {}): number[] {
  const verdict = judged(check, text, params);
  if (verdict.status !== 'fail') return [];
  return verdict.findings.map(({ evidence: [first] }) => (first.kind === 'source' ? first.at.startLine : 0));
}

/** The lines that a rule shows where it has nothing to object to; none where the file is none of its business. */
export function lookedAt(check: AnyCheck, text: string, params: Readonly<Record<string, unknown>> = {}): number[] {
  const verdict = judged(check, text, params);
  expect(verdict.status).not.toBe('fail');
  if (verdict.status !== 'pass') return [];
  return verdict.evidence.map((it) => (it.kind === 'source' ? it.at.startLine : 0));
}

/** The text with all fixes of a rule applied; they must leave nothing to fix, and no new fault. */
export function mended(check: AnyCheck, text: string, params: Readonly<Record<string, unknown>> = {}): string {
  const once = withFixes(check, text, params);
  expect(withFixes(check, once, params)).toBe(once);
  expect(problems(once)).toEqual(problems(text));
  return once;
}

// A rule reads facts of the Dockerfile alone.
function withFixes(check: AnyCheck, text: string, params: Readonly<Record<string, unknown>>): string {
  const fixes = check.fixes?.(facts(text) as never, check.params.parse(params)) ?? [];
  return applyEdits(
    text,
    fixes.flatMap(({ edits }) => edits),
  );
}

function facts(text: string) {
  return { dockerfile: dockerfileFactsOf({ path: 'Dockerfile', text, target: null, args: {} }) };
}

function problems(text: string): readonly string[] {
  return facts(text).dockerfile.problems.map(({ code }) => code);
}
