import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as library from './index.ts';

/** As from JavaScript: nobody has looked at the types. */
type Untyped = Record<string, (...args: readonly unknown[]) => unknown>;
const api = library as unknown as Untyped;
const record = JSON.parse(
  readFileSync(new URL('../test/golden/certified.json', import.meta.url), 'utf8'),
) as library.EvidenceRecord;
const look = { colour: false, columns: 100, recordPath: 'record.json', reports: [] };

async function refused(name: string, args: readonly unknown[]): Promise<string> {
  try {
    await api[name]?.(...args);
  } catch (error) {
    if (!(error instanceof library.TickproofError)) throw error;
    return `${error.code}: ${error.message}; ${error.remedy}`;
  }
  return 'accepted';
}

it.each<readonly [string, RegExp, readonly unknown[]]>([
  ['verify', /^usage: `verify`: `subject` has to be a string, and is undefined; Call it as `verify\(subject/, []],
  ['verify', /`subject` has to be the name of a folder or an image, and is empty/, ['']],
  ['verify', /`subject` has to be a string, and is an array/, [['.']]],
  ['verify', /`options` has to be an object of options, and is null/, ['.', null]],
  ['verify', /`options` has no `enigne`; Did you mean `engine`\?/, ['.', { enigne: 'none' }]],
  ['verify', /`options` has no `xyzzy`; Known: criteria, engine, proof, /, ['.', { xyzzy: 1 }]],
  ['verify', /one of auto, docker, podman, none, and is `nonee`; Did you mean `none`\?/, ['.', { engine: 'nonee' }]],
  ['verify', /`options.proof` has to be one of none, quick, full, and is a number/, ['.', { proof: 1 }]],
  ['verify', /`options.allowUnproven` has to be true or false/, ['.', { allowUnproven: 'yes' }]],
  ['verify', /`options.signal` has to be an AbortSignal, and is an object/, ['.', { signal: {} }]],
  ['verify', /`options.onEvent` has to be a function/, ['.', { onEvent: 'x' }]],
  ['verify', /`options.env.API_KEY` has to be a string, and is a number/, ['.', { env: { API_KEY: 5 } }]],
  ['verify', /`options.env` has to be an object of strings, and is an array/, ['.', { env: ['a'] }]],
  ['verify', /^target-not-found: /, ['./not-there']],
  ['parseCriteria', /^usage: `parseCriteria`: `text` has to be a string, and is undefined/, ['a.yaml']],
  ['parseCriteria', /`text` has to be a string, and is an object/, ['a.yaml', Buffer.from('version: 1')]],
  ['profile', /^usage: `profile`: `name` has to be one of minimal, production, strict, and is undefined/, []],
  ['profile', /and is `strickt`; Did you mean `strict`\?/, ['strickt']],
  ['parseDockerfile', /^usage: `parseDockerfile`: `text` has to be a string/, ['Dockerfile']],
  ['parseDockerfile', /`args.TAG` has to be a string, and is a number/, ['Dockerfile', 'FROM a\n', { TAG: 22 }]],
  ['render', /^usage: there is no report format/, []],
  ['render', /^usage: `render`: `record` has to be a record, as `verify` gives it, and is undefined/, ['markdown']],
  ['render', /^record-invalid: `render`: `record` is no record: /, ['markdown', {}, look]],
  ['render', /`context` has to be an object, and is undefined/, ['quiet', record]],
  ['render', /`context` has no `color`; Did you mean `colour`\?/, ['markdown', record, { ...look, color: true }]],
  ['render', /`context.reports` has to be an array of strings/, ['markdown', record, { ...look, reports: 'a' }]],
  ['glyph', /^usage: `glyph`: `tick` has to be a tick of a record, and is undefined/, []],
  ['glyph', /`tick.criterion` has to be an object/, [{}]],
  ['glyph', /`nowMs` has to be a number of milliseconds, and is a string/, [record.ticks[0], '1']],
])('refuses arguments of %s that do not fit: %s', async (name, said, args) => {
  expect(await refused(name, args)).toMatch(said);
});

it('shows no value that could be a secret', async () => {
  expect(await refused('verify', ['.', { env: 'hunter-2-blue' }])).toMatch(/and is a string/);
  expect(await refused('verify', ['.', { criteria: ['hunter-2-blue'] }])).not.toContain('hunter');
});

it('takes the environment and the signals that there are, options that are undefined, and every format', async () => {
  const signal = AbortSignal.abort();
  const options = { env: process.env, signal, onEvent: undefined, engine: 'none', proof: undefined };
  await expect(api['verify']?.('examples/tmws', options)).rejects.toMatchObject({ code: 'interrupted' });
  for (const format of [...library.formats, 'quiet'] as const)
    expect(library.render(format, record, look)).not.toBe('');
  expect(record.ticks.map((tick) => library.glyph(tick))).not.toContain('');
  expect(library.profile('minimal').criteria).not.toEqual([]);
});
