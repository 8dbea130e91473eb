import { describe, expect, it } from 'vitest';
import { EXAMPLE_ROOT, judged, memoryFiles } from '../../../test/kit/index.ts';
import { readCompose } from '../../sensors/static-compose.ts';
import { type Sources } from '../kit.ts';
import { type ComposeWritten, defineRule, entriesOf, entryAt, inServices, itemsOf, linesOf, sighting } from './rule.ts';

const text = {
  title: 'Images have a tag',
  why: 'They move.',
  remedy: 'Write one.',
  references: ['https://example.org/'],
  severity: 'info',
  reason: 'untagged',
  good: 'services:\n  web:\n    image: web:1.0\n',
  looksAt: (written) => inServices(written, 'image').map(({ entry }) => entry.keySpan),
  find: (written) =>
    inServices(written, 'image').flatMap(({ service, entry: { keySpan, value } }) =>
      value?.kind === 'scalar' && !value.value.includes(':')
        ? [
            sighting(
              written,
              keySpan,
              `${service} has none`,
              value.style === 'plain'
                ? { title: 'Tag it', edits: [{ start: value.span.end, end: value.span.end, text: ':1.0' }] }
                : undefined,
            ),
          ]
        : [],
    ),
} as const satisfies Partial<Parameters<typeof defineRule>[0]>;
const rule = defineRule({ ...text, id: 'compose/sample', bad: { section: 'services', keys: 'image: planted' } });
const volume = defineRule({ ...text, id: 'compose/volume', bad: { section: 'volumes', keys: '' } });
const top = defineRule({ ...text, id: 'compose/top', profile: 'strict', bad: { top: ['name', 'planted'] } });

const read = (...all: readonly string[]) => {
  const named = Object.fromEntries(all.map((it, index) => [`${index}.yaml`, it]));
  const query = { folder: EXAMPLE_ROOT, files: Object.keys(named), variables: {}, profiles: [] };
  return readCompose(memoryFiles(EXAMPLE_ROOT, named), query);
};
const writtenOf = (it: string): ComposeWritten => {
  const [written] = read(it).texts ?? [];
  if (!written) throw new Error('no text');
  return written;
};

describe('a rule', () => {
  it('is a check of one reason that reads the compose files alone', () => {
    expect(rule).toMatchObject({
      reads: ['compose.files', 'compose.texts', 'compose.model'],
      reasons: ['untagged'],
      lint: { severity: 'info', profile: 'default' },
      aliases: [],
    });
    expect(top.lint).toEqual({ severity: 'info', profile: 'strict' });
  });

  it('objects by its reason to each line that it finds, in every file', () => {
    const compose = read('services:\n  a:\n    image: a\n', 'services:\n  b:\n    image: b');
    expect(judged(rule, { compose })).toMatchObject({
      status: 'fail',
      findings: [
        { reason: 'untagged', message: 'a has none', evidence: [{ text: '    image: a', at: { startLine: 3 } }] },
        { reason: 'untagged', message: 'b has none', evidence: [{ text: '    image: b', at: { startLine: 3 } }] },
      ],
    });
  });

  it('shows the first three of what it looks at where it has nothing to object to', () => {
    const services = [1, 2, 3, 4].map((it) => `  s${it}: { image: "a:${it}" }\n`).join('');
    expect(judged(rule, { compose: read(`services:\n${services}`) })).toMatchObject({
      status: 'pass',
      evidence: [{ at: { startLine: 2 } }, { at: { startLine: 3 } }, { at: { startLine: 4 } }],
    });
    expect(judged(rule, { compose: read('services:\n  a: { build: . }\n') })).toEqual({
      status: 'inapplicable',
      because: 'there is nothing of the kind in the compose files',
    });
  });

  it('finds nothing where no text was read', () => {
    const compose = { files: [], model: null };
    expect(judged(rule, { compose: { ...compose, texts: [] } }).status).toBe('inapplicable');
    expect(rule.judge({ compose }, {}).status).toBe('inapplicable');
    expect(rule.sightings?.({ compose }, {})).toEqual([]);
  });

  it('hands out what it objects to, and what mends it', () => {
    const compose = read('services:\n  a: { image: a }\n  b: { image: "b" }\n');
    expect(rule.sightings?.({ compose }, {}).map(({ at }) => at.startLine)).toEqual([2, 3]);
    expect(rule.sightings?.({ compose }, {})[1]).not.toHaveProperty('fix');
    expect(rule.fixes?.({ compose }, {})).toMatchObject([
      { title: 'Tag it', at: { startLine: 2 }, edits: [{ start: 25, end: 25, text: ':1.0' }] },
    ]);
  });
});

describe('what breaks a rule', () => {
  const planted = (check: typeof rule, ...files: readonly string[]) => {
    const compose = Object.fromEntries(files.map((it, index) => [`${index}.yaml`, it]));
    return check.mutants.map((it) => ({
      title: it.title,
      reason: it.reason,
      texts: it.level === 'S' ? Object.values(it.edit({ compose } as Sources, {})?.compose ?? {}) : null,
    }));
  };
  const textsOf = (...given: Parameters<typeof planted>) => planted(...given)[0]?.texts;

  it('is an entry before the others of its section, indented as they are, in the first file', () => {
    expect(planted(rule, 'name: a\n\nservices: # all\n\n  # the one\n    web:\n      image: b\n', 'x: 1\n')).toEqual([
      {
        title: '`{image: planted}` added to the services',
        reason: 'untagged',
        texts: [
          'name: a\n\nservices: # all\n\n  # the one\n    tickproof-planted: {image: planted}\n    web:\n      image: b\n',
          'x: 1\n',
        ],
      },
    ]);
    expect(textsOf(volume, 'volumes:\n  a:\nservices:\n  web:\n')).toEqual([
      'volumes:\n  tickproof-planted:\n  a:\nservices:\n  web:\n',
    ]);
    expect(textsOf(rule, 'services:\n  web:\n    image: a')).toEqual([
      'services:\n  tickproof-planted: {image: planted}\n  web:\n    image: a',
    ]);
  });

  it('is a section of its own where there is none, but for services', () => {
    expect(textsOf(volume, 'services:\n  web:\n')).toEqual(['services:\n  web:\n\nvolumes:\n  tickproof-planted:\n']);
    expect(textsOf(rule, 'name: a\n')).toEqual([]);
    expect(textsOf(rule, 'x-services:\n  a:\n')).toEqual([]);
  });

  it('is nothing where the section is no block, or there is no file', () => {
    for (const it of ['services: {}\n', 'services: {\n  web: {} }\n', 'services:\n', 'services:\nname: a\n'])
      expect(textsOf(rule, it)).toEqual([]);
    expect(textsOf(rule)).toEqual([]);
    expect(textsOf(top)).toEqual([]);
  });

  it('is a key of the top level, instead of the one that is there', () => {
    expect(planted(top, 'name: a\nservices:\n  name: b\n')).toEqual([
      {
        title: '`name: planted` added',
        reason: 'untagged',
        texts: ['services:\n  name: b\n\nname: planted\n'],
      },
    ]);
    expect(textsOf(top, 'services:\n  web:\nx-name:\n')).toEqual(['services:\n  web:\nx-name:\n\nname: planted\n']);
  });
});

it('quotes the line that a stretch begins in', () => {
  const text = 'name: a \nx-b: {\n}\nx-c: d';
  const written = writtenOf(text);
  const quoted = (start: number) => sighting(written, { start, end: start + 1 }, 'x').text;
  const starts = ['name', 'a ', ' \n', '\nx-b', 'x-b', '{', '\n}', '}', 'x-c', 'd'].map((it) => text.lastIndexOf(it));
  expect(starts.map(quoted)).toEqual([
    'name: a',
    'name: a',
    'name: a',
    'name: a',
    'x-b: {',
    'x-b: {',
    'x-b: {',
    '}',
    'x-c: d',
    'x-c: d',
  ]);
});

it('finds an entry by a path of keys, the first of several', () => {
  const { root } = writtenOf('services:\n  web:\n    build:\n      context: .\n');
  expect(entryAt(root, 'services', 'web', 'build', 'context')?.value).toMatchObject({ value: '.' });
  expect(entryAt(root, 'services', 'db', 'build')).toBeUndefined();
  expect(entryAt(null, 'services')).toBeUndefined();
  const span = { start: 0, end: 1 };
  const entries = ['1', '2'].map((value) => ({
    key: 'a',
    keySpan: span,
    value: { kind: 'scalar', span, style: 'plain', value, isTagged: false } as const,
  }));
  expect(entryAt({ kind: 'map', span, isFlow: false, entries }, 'a')?.value).toMatchObject({ value: '1' });
});

it('takes a file without services, and what is neither a map nor a list', () => {
  expect(inServices(writtenOf('name: a\n'), 'image')).toEqual([]);
  expect(entriesOf(undefined)).toEqual([]);
  expect(itemsOf(writtenOf('name: a\n').root)).toEqual([]);
  expect(itemsOf(entryAt(writtenOf('x-a: [1, 2]\n').root, 'x-a')?.value)).toHaveLength(2);
});

describe('the lines of an entry', () => {
  const cut = (it: string, ...path: readonly string[]) => {
    const written = writtenOf(it);
    const entry = entryAt(written.root, ...path);
    const span = entry && linesOf(written, entry);
    return span ? it.slice(0, span.start) + it.slice(span.end) : null;
  };

  it.each([
    ['x-a: 1\nx-b: 2 # why\nx-c: 3\n', 'x-a: 1\nx-c: 3\n'],
    ['x-b: 2\nx-c: 3\n', 'x-c: 3\n'],
    ['x-a: 1\nx-b: 2', 'x-a: 1\n'],
    ['x-a: 1\nx-b:\nx-c: 3\n', 'x-a: 1\nx-c: 3\n'],
    ['x-a: 1\nx-b: # none\nx-c: 3\n', 'x-a: 1\nx-c: 3\n'],
    ['x-b:\n  - 1\n  - 2\nx-c: 3\n', 'x-c: 3\n'],
    ['x-b: {\n  d: 1 }\nx-c: 3\n', 'x-c: 3\n'],
    ['\uFEFFx-b: 2\nx-c: 3\n', '\uFEFFx-c: 3\n'],
  ])('are cut whole out of %j', (it, wanted) => {
    expect(cut(it, 'x-b')).toBe(wanted);
  });

  it('are none where another stands in them', () => {
    expect(cut('x-a: { d: 1, e: 2 }\n', 'x-a', 'e')).toBeNull();
    expect(cut('x-a: {\n  d: 1, e: 2 }\n', 'x-a', 'd')).toBeNull();
    expect(cut('x-a: {\n  d: 1,\n  e: 2 }\n', 'x-a', 'e')).toBeNull();
    const written = writtenOf('x-a:\n  - d: 1\n');
    const [entry] = entriesOf(itemsOf(entryAt(written.root, 'x-a')?.value)[0]);
    expect(entry && linesOf(written, entry)).toBeNull();
  });
});
