import { expect } from 'vitest';
import type { AnyCheck, ComposeFacts, Sighting } from '../../src/domain/index.ts';
import { applyEdits } from '../../src/formats/index.ts';
import { readCompose } from '../../src/sensors/static-compose.ts';
import { judged } from './judged.ts';
import { EXAMPLE_ROOT, memoryFiles } from './ports.ts';

/** What a rule objects to in a compose file's text: the line and the sentence of each. The text must load. */
export function objections(check: AnyCheck, text: string): string[] {
  return sightings(check, facts(text)).map(({ at, message }) => `${at.startLine}: ${message}`);
}

/** The text with all fixes of a rule applied; they must leave nothing to fix, and a file that loads. */
export function mendedCompose(check: AnyCheck, text: string): string {
  const once = withFixes(check, text);
  expect(withFixes(check, once)).toBe(once);
  return once;
}

/** The line of each finding of a check on a compose file's text, beside its reason; null where no line is named. */
export function reasonsAt(check: AnyCheck, text: string): (readonly [string, number | null])[] {
  const verdict = judged(check, { compose: facts(text) });
  const found = verdict.status === 'fail' ? verdict.findings : [];
  return found.map(({ reason, evidence: [first] }) => [reason, first.kind === 'source' ? first.at.startLine : null]);
}

function withFixes(check: AnyCheck, text: string): string {
  const edits = sightings(check, facts(text)).flatMap(({ fix }) => fix?.edits ?? []);
  return applyEdits(text, edits);
}

function sightings(check: AnyCheck, compose: ComposeFacts): readonly Sighting[] {
  // a rule reads facts of the compose files alone
  return check.sightings?.({ compose } as never, check.params.parse({})) ?? [];
}

function facts(text: string): ComposeFacts {
  const files = memoryFiles(EXAMPLE_ROOT, { 'compose.yaml': text });
  const read = readCompose(files, { folder: EXAMPLE_ROOT, files: ['compose.yaml'], variables: {}, profiles: [] });
  expect(read.problems).toEqual([]);
  return read;
}
