import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJson } from './json.ts';

const valueOf = (source: string, options = {}): unknown => {
  const json = readJson(source, options);
  return 'fault' in json ? json.fault : JSON.parse(JSON.stringify(json.value));
};

test('what JSON.parse reads is read alike', () => {
  fc.assert(
    fc.property(fc.json(), (source) => {
      expect(valueOf(source)).toEqual(JSON.parse(JSON.stringify(JSON.parse(source))));
    }),
  );
});

test('what JSON.parse refuses is refused, and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:1tn\\ \n') }), (source) => {
      let isJson = true;
      try {
        JSON.parse(source);
      } catch {
        isJson = false; // it is no JSON
      }
      expect('fault' in readJson(source)).toBe(!isJson);
    }),
  );
});

test('comments and trailing commas are read where they are asked for', () => {
  const source = '// first\n{ "a": [1, /* two\nlines */ 2,], }';
  expect(valueOf(source, { comments: true })).toEqual({ a: [1, 2] });
  expect(valueOf(source)).toMatch(/not JSON: line 1/);
});

test('objects know their lines, also behind a comment', () => {
  const json = readJson('/* a\nb */\n{\n "x": {\n }\n}', { comments: true });
  if ('fault' in json) throw new Error(json.fault);
  expect(json.linesOf(json.value)).toEqual([3, 6]);
  expect(json.linesOf((json.value as { x: object }).x)).toEqual([4, 5]);
  expect(json.linesOf('text')).toBeUndefined();
});

test('`__proto__` is a key like any other', () => {
  const json = readJson('{"__proto__": {"polluted": true}}');
  if ('fault' in json) throw new Error(json.fault);
  expect(Object.keys(json.value as object)).toEqual(['__proto__']);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('nesting without end is a fault', () => {
  expect(valueOf('['.repeat(100_000))).toMatch(/nested too deeply/);
});
