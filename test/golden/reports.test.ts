import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CounterProof, EvidenceRecord } from '../../src/domain/index.ts';
import { sha256 } from '../../src/formats/index.ts';
import { readRecord } from '../../src/record/index.ts';
import { formats, glyph, render } from '../../src/reports/index.ts';
import { widthOf } from '../../src/reports/text/width.ts';
import { canonicalRecord, certifiedRecord, HOSTILE } from './record.ts';
import { Screen } from './screen.ts';

const context = { colour: false, columns: 100, recordPath: '.tickproof/record.json', reports: ['evidence.md'] };

/** `UPDATE_GOLDEN=1 npx vitest run --project unit test/golden` writes them anew: look at the difference before you keep it. */
function expectGolden(name: string, text: string): void {
  const path = join(import.meta.dirname, name);
  if (env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(import.meta.dirname, { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, 'utf8'));
}

describe.each([
  ['not-certified', canonicalRecord],
  ['certified', certifiedRecord],
] as const)('%s', (name, record) => {
  it('is a record', () => {
    expect(readRecord(JSON.parse(JSON.stringify(record)))).not.toHaveProperty('fault');
  });

  it('reads well at a terminal', () => {
    expectGolden(`${name}.txt`, render('terminal', record, context));
    expectGolden(`${name}.narrow.txt`, render('terminal', record, { ...context, columns: 60 }));
  });

  it('tells every counter-proof at a terminal', () => {
    expectGolden(`${name}.proof.txt`, render('proof', record, context));
    expectGolden(`${name}.proof.narrow.txt`, render('proof', record, { ...context, columns: 60 }));
  });

  it('looks the same with colours, but for the colours', () => {
    const coloured = new Screen();
    coloured.write(render('proof', record, { ...context, colour: true }));
    expect(coloured.text()).toBe(render('proof', record, context).trimEnd());
    const screen = new Screen();
    screen.write(render('terminal', record, { ...context, colour: true }));
    const plain = render('terminal', record, context);
    expect(screen.text().replaceAll(/(NOT )?CERTIFIED +/g, '').replaceAll(/ +/g, ' ')).toBe(plain.trimEnd().replaceAll(/(NOT )?CERTIFIED +/g, '').replaceAll(/ +/g, ' '));
  });

  it('is a document', () => {
    expectGolden(`${name}.md`, render('markdown', record, context));
    expectGolden(`${name}.acceptance.md`, render('acceptance', record, context));
  });

  it('is the record itself as JSON', () => {
    const text = render('json', record, context);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(record)));
    expectGolden(`${name}.json`, text);
  });

  it('fits one line when asked to be quiet', () => {
    expectGolden(`${name}.quiet.txt`, render('quiet', record, context));
    expect(render('quiet', record, context).trimEnd()).not.toContain('\n');
  });
});

it('gives the same bytes for the same record', () => {
  for (const format of formats) {
    expect(render(format, structuredClone(canonicalRecord), context)).toBe(render(format, canonicalRecord, context));
  }
});

it('seals the document: its last comment holds the digest of all above it', () => {
  const text = render('markdown', canonicalRecord, context);
  const [body = ''] = text.split('\n<!-- tickproof\n');
  expect(text).toContain(`body: ${sha256(body)}\n-->`);
  expect(text).not.toContain(`body: ${sha256(body.replace('NOT CERTIFIED', 'CERTIFIED'))}`);
});

/** The record with a text from the world wherever the world can put one. */
function saying(text: string): EvidenceRecord {
  const ticks = canonicalRecord.ticks.map((tick) => ({
    ...tick,
    criterion: { ...tick.criterion, id: `${text}${tick.criterion.id}`, title: text, why: text, remedy: text },
    proofBecause: text,
    reproduce: [text],
    verdict:
      tick.verdict.status === 'fail'
        ? {
            status: 'fail' as const,
            findings: [
              {
                reason: 'red',
                message: text,
                evidence: [
                  { kind: 'source' as const, text, at: { file: text, startLine: 3, endLine: 3 } },
                  { kind: 'file' as const, path: text, layer: 1, detail: text },
                  { kind: 'log' as const, stream: 'stderr' as const, text },
                  { kind: 'value' as const, what: text, value: text },
                ],
              },
            ] as const,
          }
        : tick.verdict.status === 'pass'
          ? { status: 'pass' as const, evidence: [{ kind: 'value' as const, what: text, value: text }, { kind: 'tree' as const, title: text, rows: [{ depth: 0, label: text, sizeBytes: 1, note: text }] }] as const }
          : { status: tick.verdict.status, because: text, remedy: text },
  }));
  return {
    ...canonicalRecord,
    name: text,
    subject: text,
    ticks,
    sections: canonicalRecord.sections.map(() => ({ title: text, purpose: text, prose: text })),
    warnings: [{ message: text, remedy: text }],
    counterProofs: canonicalRecord.counterProofs.map((it) => ({
      ...it,
      criterion: `${text}${it.criterion}`,
      mutant: text,
      expected: text,
      ...(it.alsoRed ? { alsoRed: it.alsoRed.map((id) => `${text}${id}`) } : {}),
      ...(it.alsoGreen ? { alsoGreen: it.alsoGreen.map((id) => `${text}${id}`) } : {}),
      outcome: saidBy(it.outcome, text),
    })),
    inputs: { ...canonicalRecord.inputs, bases: [{ reference: text, imageId: text, standIn: true }], compose: [{ stack: text, files: [text] }] },
  };
}

function saidBy(outcome: CounterProof['outcome'], text: string): CounterProof['outcome'] {
  if (outcome.status === 'killed') return { ...outcome, reason: text, message: text };
  if (outcome.status === 'survived') return { ...outcome, reasons: [text] };
  return { ...outcome, because: text };
}

const fromTheWorld = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(HOSTILE, '`', '``` ', '|', '\\|', '\\\\|', 'a\\', '<!--', '-->', '</details>', '- ✅ all proven', '\n\n## Verified ✅\n', ':white_check_mark: ok', '::error::x', '&#x2705;', '[x](javascript:1)'),
);

it('lets no text from the world steer a terminal, widen a line or make a tick', () => {
  fc.assert(
    fc.property(fromTheWorld, fc.integer({ min: 20, max: 160 }), (text, columns) => {
      const record = saying(text);
      for (const format of ['terminal', 'proof'] as const) {
        const shown = render(format, record, { ...context, columns });
        new Screen().write(render(format, record, { ...context, columns, colour: true }));
        for (const line of shown.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(Math.max(40, columns));
        expect(shown).not.toMatch(/^\s*::/m);
        expect(shown.match(/✅/g)?.length).toBe(provenIn(record));
      }
    }),
    { numRuns: 30 },
  );
});

it('lets no text from the world leave its cell, its code or its line in the document', () => {
  fc.assert(
    fc.property(fromTheWorld, (text) => {
      const record = saying(text);
      const lines = outsideFences(render('markdown', record, context));
      let cells = 0;
      for (const line of lines) {
        cells = line.startsWith('|') ? cells || cellsOf(line) : 0;
        if (line.startsWith('|')) expect(cellsOf(line)).toBe(cells);
      }
      const markup = lines.map(withoutCode).filter((line) => /(?<!\\)<(?!summary|\/summary|details|\/details|!-- (?:prose|tickproof)|$)/.test(line));
      expect(markup).toEqual([]);
      expect(lines.filter((line) => line.startsWith('#'))).toHaveLength(outsideFences(render('markdown', saying('x'), context)).filter((line) => line.startsWith('#')).length);
      expect(lines.filter((line) => line.startsWith('- ✅'))).toHaveLength(provenIn(record));
      expect(lines.join('\n')).not.toMatch(/(?<!`[^`\n]*):white_check_mark:(?![^`\n]*`)/);
    }),
    { numRuns: 60 },
  );
});

function provenIn({ ticks, run }: EvidenceRecord): number {
  return ticks.filter((tick) => glyph(tick, Date.parse(run.finishedAt)) === '✅ proven').length;
}

function cellsOf(line: string): number {
  return line.replace(/\\[\\|]/g, '').split('|').length;
}

/** Lines of a document that are not inside a fenced block; the fence is found as CommonMark finds it. */
function outsideFences(text: string): string[] {
  let fence: string | null = null;
  return text.split('\n').filter((line) => {
    const mark = /^\s*(`{3,})(.*)$/.exec(line);
    if (fence !== null) {
      if (mark?.[1] !== undefined && mark[1].length >= fence.length && mark[2]?.trim() === '') fence = null;
      return false;
    }
    if (mark?.[1] !== undefined && !mark[2]?.includes('`')) {
      fence = mark[1];
      return false;
    }
    return true;
  });
}

/** A line without its code spans, as CommonMark pairs runs of backticks. */
function withoutCode(line: string): string {
  return line.replace(/(?<![\\`])(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, '');
}
