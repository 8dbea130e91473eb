import { expect, it } from 'vitest';
import type { EvidenceRecord } from '../domain/index.ts';
import { type Format, formats, render } from './index.ts';

const nothing = {} as EvidenceRecord;
const context = { colour: false, columns: 80, recordPath: 'record.json', reports: [] };

it.each(['nonsense', '', 'constructor', '__proto__', undefined, null, 7, {}, Object.create(null) as object])(
  'refuses %j, and names the formats that there are',
  (format) => {
    expect(() => render(format as Format, nothing, context)).toThrow(
      expect.objectContaining({
        name: 'TickproofError',
        code: 'usage',
        message: expect.stringContaining('no report format') as unknown,
        remedy: `Known: ${formats.join(', ')}.`,
      }),
    );
  },
);

it('names the format that may be meant', () => {
  expect(() => render('markdwn' as Format, nothing, context)).toThrow(
    expect.objectContaining({ remedy: 'Did you mean `markdown`?' }),
  );
});

it('tells a record in the place of the format from a format', () => {
  expect(() => render({ ticks: [] } as unknown as Format, 'markdown' as unknown as EvidenceRecord, context)).toThrow(
    expect.objectContaining({ code: 'usage', message: 'the format comes first: `render(format, record, context)`' }),
  );
});
