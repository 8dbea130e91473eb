import { expect, it } from 'vitest';
import { EnvFault, parseEnv } from './dotenv.ts';

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
