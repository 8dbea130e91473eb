import { describe, expect, it } from 'vitest';
import { canonicalRecord, certifiedRecord } from '../../test/golden/record.ts';
import type { EvidenceRecord } from '../domain/index.ts';
import { exitMeaning } from './outcome.ts';
import { render } from './index.ts';

const leftOut = [
  { id: 'image/size', required: true },
  { id: 'image/user', required: true },
  { id: 'image/labels', required: false },
];

/** A record that ended in exit 5, with what it left out and ticks of these kinds only. */
function undecided(
  statuses: readonly string[],
  left: EvidenceRecord['run']['leftOut'] = [],
): Pick<EvidenceRecord, 'exitCode' | 'decision' | 'run' | 'ticks'> {
  const ticks = canonicalRecord.ticks.filter(({ verdict }) => statuses.includes(verdict.status));
  return { ...canonicalRecord, exitCode: 5, ticks, run: { ...canonicalRecord.run, leftOut: left } };
}

describe('why a run ended in exit 5', () => {
  it('is the selection, when all that was selected holds', () => {
    expect(exitMeaning(undecided(['pass'], leftOut))).toBe(
      'only a selection was judged, which is never a pass: 2 required criteria were left out by --only or --skip; run it without them for the whole',
    );
  });

  it('says so of one criterion', () => {
    expect(exitMeaning(undecided(['pass'], leftOut.slice(0, 1)))).toContain('1 required criterion was left out by');
  });

  it('is what could not be judged, and the selection as well', () => {
    expect(exitMeaning(undecided(['pass', 'inconclusive']))).toBe('something required could not be judged');
    expect(exitMeaning(undecided(['pass', 'inconclusive'], leftOut))).toBe(
      'something required could not be judged, and 2 required criteria were left out by --only or --skip',
    );
  });

  it('is that nothing required applies, where nothing else is open', () => {
    expect(exitMeaning(undecided(['inapplicable']))).toBe('no required criterion applies here, so nothing was shown');
  });

  it('stands in the last lines of a terminal, and in the one line of --quiet', () => {
    const record: EvidenceRecord = {
      ...certifiedRecord,
      exitCode: 5,
      decision: 'not-certified',
      run: { ...certifiedRecord.run, leftOut },
    };
    const context = { colour: false, columns: 100, recordPath: '.tickproof/record-selection.json', reports: [] };
    const last = render('terminal', record, context).split('\n').slice(-8).join(' ').replaceAll(/\s+/g, ' ');
    for (const text of [last, render('quiet', record, context)])
      expect(text).toMatch(/exit 5:? only a selection was judged.* 2 required criteria were/);
  });

  it('is never said of a selection that left out nothing required', () => {
    const record = { ...certifiedRecord, run: { ...certifiedRecord.run, leftOut: leftOut.slice(2) } };
    const text = render('terminal', record, { colour: false, columns: 100, recordPath: 'record.json', reports: [] });
    expect(text).toContain('1 criterion left out by --only or --skip, none of them required');
    expect(text).not.toContain('never exit 0');
  });
});

it.each([
  ['.tickproof/record.json', 'proof'],
  ['../notes/.tickproof/record.json', 'proof ../notes'],
  ['.tickproof/record-selection.json', 'proof .tickproof/record-selection.json'],
  ['.tickproof/image-0123/record.json', 'proof .tickproof/image-0123/record.json'],
])('names the command that tells every proof of the record %s, and no other record', (recordPath, words) => {
  const record = { ...certifiedRecord, subject: 'somewhere/else' };
  const text = render('terminal', record, { colour: false, columns: 100, recordPath, reports: [] });
  expect(text).toContain(`each of them: tickproof report --format ${words}\n`);
});
