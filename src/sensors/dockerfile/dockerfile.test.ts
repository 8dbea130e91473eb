import { describe, expect, it } from 'vitest';
import type { Files, Ports, Target } from '../../domain/index.ts';
import { dockerfileFactsOf, dockerfileSensor } from './index.ts';

function facts(text: string | null, target: string | null = null, args = {}) {
  return dockerfileFactsOf({ path: 'Dockerfile', text, target, args });
}

describe('facts of a Dockerfile', () => {
  it('say that there is none', () => {
    expect(facts(null)).toMatchObject({
      file: { present: false },
      stages: [],
      target: null,
      problems: [{ code: 'no-file' }],
    });
  });

  it('are of the target stage', () => {
    const text = 'FROM a:1 AS dev\nUSER dev\nFROM b:1\nUSER app\n';
    expect(facts(text).final.user?.value).toBe('app');
    expect(facts(text, 'dev').final.user?.value).toBe('dev');
    expect(facts(text, 'none')).toMatchObject({ target: null, problems: [{ code: 'no-target' }] });
  });

  it('tell which bases a build reaches', () => {
    expect(facts('FROM a:1 AS a\nFROM b:1\nCOPY --from=c:1 / /\n').bases).toMatchObject([
      { reference: 'a:1', stage: 0, reachable: false },
      { reference: 'b:1', stage: 1, reachable: true },
    ]);
  });
});

describe('the sensor', () => {
  const target = { folder: '/app', build: { dockerfile: 'Dockerfile', target: null, args: {} } } as unknown as Target; // all that it reads
  const ports = (text: string | null) =>
    ({
      files: { resolve: (...parts: string[]) => parts.join('/'), readText: () => text } as unknown as Files,
    }) as Ports; // all that it uses

  it('gathers the atoms that were asked for', async () => {
    expect(
      Object.keys(
        await dockerfileSensor.gather(target, ['dockerfile.file', 'dockerfile.stages'], [], ports('FROM a\n')),
      ),
    ).toEqual(['file', 'stages']);
  });

  it('names what it reads, by digest', async () => {
    const before = await dockerfileSensor.inputs(target, [], [], ports('FROM a\n'));
    const after = await dockerfileSensor.inputs(target, [], [], ports('FROM b\n'));
    const gone = await dockerfileSensor.inputs(target, [], [], ports(null));
    expect(Object.keys(before ?? {})).toEqual(['dockerfile.raw', 'build.args', 'build.target']);
    expect(new Set([before, after, gone].map((it) => it?.['dockerfile.raw'])).size).toBe(3);
    expect(after?.['build.args']).toBe(before?.['build.args']);
  });
});
