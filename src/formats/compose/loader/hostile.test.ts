import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readComposeText } from '../index.ts';
import { type LoadedProject, loadProject, type ProjectQuery } from './index.ts';

const FOLDER = '/home/dev/shop';

function load(texts: Readonly<Record<string, string>>, more: Partial<ProjectQuery> = {}): LoadedProject {
  const paths = new Map(Object.entries(texts).map(([name, text]) => [`${FOLDER}/${name}`, text]));
  const isFolder = (path: string) => [...paths.keys()].some((it) => it.startsWith(`${path}/`));
  return loadProject({
    files: {
      read: (path) => paths.get(path) ?? null,
      stat: (path) => (paths.has(path) ? 'file' : isFolder(path) ? 'directory' : null),
    },
    workingDir: FOLDER,
    environment: { HOME: '/home/dev' },
    ...more,
  });
}

describe('hostile input', () => {
  const base = { 'compose.yaml': 'services: {web: {image: nginx}}' };

  it('ends in a value, in bounded time', () => {
    const bomb = Array.from({ length: 12 }, (_, i) => `x-${i + 1}: &n${i + 1} [${`*n${i},`.repeat(9)}]`).join('\n');
    const texts = [
      `x-0: &n0 [a]\n${bomb}\nservices: {web: {image: nginx}}`,
      '['.repeat(50_000),
      '{a: '.repeat(20_000),
      `services: {web: {image: "${'${A:-'.repeat(20_000)}"}}`,
      `services: {web: {image: "${'${A:-x}'.repeat(50_000)}"}}`,
      `services: {web: {image: "${'${'.repeat(50_000)}"}}`,
      `services: {web: &a {labels: {a: *a}}}`,
      'services: {web: {image: nginx, __proto__: {a: 1}}}',
      'services: {web: {image: nginx, labels: {__proto__: a, constructor: b}}}',
      'a\0b',
      '\uFFFE',
    ];
    for (const text of texts) expect(['loaded', 'refused']).toContain(load({ 'compose.yaml': text }).status);
  });

  it('is not gone down into where it is nested too deeply', () => {
    for (const text of ['['.repeat(50_000), '{a: '.repeat(20_000), '- '.repeat(20_000), '? '.repeat(20_000)]) {
      expect(load({ 'compose.yaml': text })).toMatchObject({
        error: { kind: 'yaml', message: 'yaml: exceeded max depth' },
      });
      expect(readComposeText('compose.yaml', text).fault?.message).toBe('it is nested too deeply');
    }
    const deep = (count: number) => `services: {a: {image: b}}\nx-a: ${'['.repeat(count)}${']'.repeat(count)}\n`;
    expect(load({ 'compose.yaml': deep(300) }).status).toBe('loaded');
  });

  it('keeps names that objects have already', () => {
    const project = load({ 'compose.yaml': 'services: {web: {image: a, labels: {__proto__: a, constructor: b}}}' });
    expect(JSON.stringify(project)).toContain('"labels":{"__proto__":"a","constructor":"b"}');
    const lost = load({ 'compose.yaml': 'services: {web: {image: a, depends_on: [constructor]}}' });
    expect(lost.status === 'refused' && lost.error.kind).toBe('reference');
  });

  it('never throws, whatever a file holds', () => {
    const words = fc.constantFrom(
      'services',
      'web',
      'image',
      'ports',
      'environment',
      'extends',
      'include',
      'networks',
      'volumes',
      'build',
      'name',
      'deploy',
      '<<',
      'x-a',
      '80:80',
      './a:/b',
      '${A:-b}',
      '$',
      'true',
      '!reset',
      '~',
      '1.5',
    );
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        words,
        fc.integer(),
        fc.constant(null),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(words, tie('node'), { maxKeys: 4 }),
      ),
    })).node;
    fc.assert(
      fc.property(fc.dictionary(words, value, { maxKeys: 4 }), fc.string(), (content, tail) => {
        const texts = [JSON.stringify(content), `${JSON.stringify(content)}\n${tail}`, tail];
        for (const text of texts) {
          const project = load({ ...base, 'compose.override.yaml': text, '.env': tail });
          if (project.status === 'refused')
            expect(project.error.message).not.toMatch(/^(?:TypeError|RangeError|ReferenceError)/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('loads what it printed as the same again', () => {
    const fields = fc.record(
      {
        image: fc.constantFrom('nginx', 'a$b'),
        command: fc.oneof(fc.constant('run "it all" now'), fc.array(fc.string(), { maxLength: 3 })),
        environment: fc.dictionary(
          fc.stringMatching(/^[A-Z]{1,5}$/),
          fc.oneof(fc.string(), fc.integer(), fc.boolean()),
          { maxKeys: 3 },
        ),
        ports: fc.uniqueArray(fc.constantFrom('80', '8080:81', '127.0.0.1:9000:90/udp', '3000-3002'), { maxLength: 3 }),
        volumes: fc.uniqueArray(fc.constantFrom('./a:/a', 'data:/b:ro', '/c', '~/d:/d:z'), { maxLength: 3 }),
        mem_limit: fc.constantFrom('1g', '12m', 1024),
        stop_grace_period: fc.constantFrom('1m', '1.5s', '2d'),
        deploy: fc.constantFrom({ replicas: 2 }, { labels: ['a=b'] }),
      },
      { requiredKeys: ['image'] },
    );
    fc.assert(
      fc.property(fields, (service) => {
        const text = JSON.stringify({ services: { web: service }, volumes: { data: {} } }).replaceAll('$', '$$$$');
        const once = load({ 'compose.yaml': text });
        if (once.status === 'refused') throw new Error(once.error.message);
        const again = load({ 'compose.yaml': JSON.stringify(once.model) });
        expect(again.status === 'loaded' && again.model).toEqual(once.model);
      }),
    );
  });
});
