import { describe, expect, it } from 'vitest';
import type { Files } from '../domain/index.ts';
import { EXAMPLE_ROOT, memoryFiles } from '../../test/kit/index.ts';
import { certifiedRecord as certified } from '../../test/golden/record.ts';
import type { Io } from './io.ts';
import { readRequests, renderAll, type ReportRequest, writeReport } from './publish.ts';

describe('reports that are asked for', () => {
  it.each<[string, readonly string[], boolean, boolean, readonly ReportRequest[]]>([
    ['the terminal, where none is', [], false, false, [{ format: 'terminal', file: null }]],
    ['the short one with --quiet', [], false, true, [{ format: 'quiet', file: null }]],
    ['JSON on stdout with --json', [], true, true, [{ format: 'json', file: null }]],
    ['one on stdout instead of the terminal', ['markdown'], false, false, [{ format: 'markdown', file: null }]],
    [
      'files beside the terminal, whose names may hold a =',
      ['markdown=a=b.md'],
      false,
      false,
      [
        { format: 'terminal', file: null },
        { format: 'markdown', file: 'a=b.md' },
      ],
    ],
  ])('are %s', (_, asked, json, quiet, requests) => {
    expect(readRequests(asked, json, quiet)).toEqual(requests);
  });

  it('are refused when two want stdout', () => {
    expect(() => readRequests(['markdown'], true, false)).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('are refused when nobody knows them, with the nearest name', () => {
    expect(() => readRequests(['markdwon'], false, false)).toThrow(
      expect.objectContaining({ code: 'usage', remedy: 'Did you mean `markdown`?' }),
    );
  });
});

describe('reports that are written', () => {
  /** What reaches stdout, stderr and files, in this order of events. */
  function published(requests: readonly ReportRequest[], io: Partial<Io> = {}, folder = '.tickproof', quiet = false) {
    const events: (readonly [string, string])[] = [];
    const files: Files = {
      ...memoryFiles(EXAMPLE_ROOT, {}),
      writeAtomic: (path, bytes) => events.push([path, String(bytes)]),
    };
    const out = (text: string) => events.push(['stdout', text]);
    const err = (text: string) => events.push(['stderr', text]);
    const all = {
      out,
      outBytes: () => undefined,
      err,
      env: {},
      cwd: '/',
      live: false,
      columns: 100,
      colour: true,
      signal: new AbortController().signal,
    };
    renderAll(requests, certified, { files, io: { ...all, ...io }, folder, quiet });
    return events;
  }

  it('reach the screen before any file, and files have no colour', () => {
    const events = published([
      { format: 'terminal', file: null },
      { format: 'markdown', file: 'evidence.md' },
    ]);
    expect(events.map(([where]) => where)).toEqual(['stdout', 'evidence.md']);
    expect(events[1]?.[1]).not.toContain('\u001B');
  });

  it('leave stdout to the machine that reads it, and show people the rest on stderr', () => {
    const events = published([{ format: 'json', file: null }]);
    expect(events.map(([where]) => where)).toEqual(['stdout', 'stderr']);
    expect(JSON.parse(events[0]?.[1] ?? '')).toMatchObject({ decision: 'certified' });
  });

  it('leave stderr alone where nothing but the report is wanted', () => {
    const requests: ReportRequest[] = [
      { format: 'json', file: null },
      { format: 'markdown', file: 'new/evidence.md' },
    ];
    expect(published(requests, {}, undefined, true).map(([where]) => where)).toEqual(['stdout', 'new/evidence.md']);
  });

  it('names the record from here on the screen, and from the verified folder in a file', () => {
    const events = published(
      [
        { format: 'quiet', file: null },
        { format: 'terminal', file: 'screen.txt' },
      ],
      {},
      '/home/me/notes/.tickproof',
    );
    expect(events[0]?.[1]).toContain('record /home/me/notes/.tickproof/record.json');
    expect(events[1]?.[1]).toContain('.tickproof/record.json');
    expect(events[1]?.[1]).not.toContain('/home/me');
  });
});

describe('a report in a folder that is not there', () => {
  function written(path: string, there: readonly string[]): string[] {
    const said: string[] = [];
    const stat = (it: string) =>
      there.includes(it) ? { type: 'directory' as const, sizeBytes: 0, mode: 0o755, modifiedMs: 0 } : null;
    writeReport(path, 'text', {
      files: { stat, list: (it) => (stat(it) ? [] : null), writeAtomic: () => undefined },
      err: (text) => said.push(text),
    });
    return said;
  }

  it('is written, and the folder that was made for it is named', () => {
    expect(written('out/deep/evidence.md', [])).toEqual(['tickproof: made the folder out/deep for evidence.md\n']);
    expect(written('/srv/deep/evidence.md', ['/', '/srv'])).toEqual([
      'tickproof: made the folder /srv/deep for evidence.md\n',
    ]);
  });

  it('is nothing to speak of where the folder is there', () => {
    expect(written('out/evidence.md', ['out'])).toEqual([]);
    expect(written('evidence.md', [])).toEqual([]);
    expect(written('/evidence.md', ['/'])).toEqual([]);
  });

  it.each(['out', 'out/', 'new/', ''])('is refused where `%s` is named, which is no file', (path) => {
    expect(() => written(path, ['out'])).toThrow(
      expect.objectContaining({ code: 'usage', remedy: expect.stringContaining('report.md') as unknown }),
    );
  });

  it('is refused before anything is judged where the name ends as that of a folder', () => {
    expect(() => readRequests(['markdown=out/'], false, false)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
