import { expect, it } from 'vitest';
import { EnvFault, parseEnv, parseRawEnv } from './dotenv.ts';

const nothing = (): undefined => undefined;

it('says where each name stands, behind `export` and a byte order mark too', () => {
  const text = '\ufeffA=b\nexport  C=d\n  E: f\n';
  const found = [...parseEnv(text, nothing, nothing)].map(([name, { offset }]) =>
    text.slice(offset, offset + name.length),
  );
  expect(found).toEqual(['A', 'C', 'E']);
});

it('refuses variables that double with each line, long before they fill the memory', () => {
  const lines = Array.from({ length: 60 }, (_, i) => `A${i + 1}=$A${i}$A${i}`);
  expect(() => parseEnv(['A0=abcdefgh', ...lines].join('\n'), nothing, nothing)).toThrow(EnvFault);
});

it('takes no byte order mark for space but the first one', () => {
  expect(() => parseEnv('A=b\n\ufeffC=d\n', nothing, nothing)).toThrow(EnvFault);
  expect(parseEnv('A=b\ufeff', nothing, nothing).get('A')?.value).toBe('b\ufeff');
  expect(() => parseRawEnv('A=b\n\ufeffC\ufeff=d\n', nothing)).not.toThrow();
});

it('lets `export` alone on its line export nothing, and refuses it at the very end', () => {
  expect([...parseEnv('export \n# A=b\nC=d\n', nothing, nothing).keys()]).toEqual(['C']);
  expect([...parseEnv('export\nA=b\n', nothing, nothing).keys()]).toEqual(['A']);
  expect(() => parseEnv('A=b\nexport ', nothing, nothing)).toThrow(/zero length/);
});
