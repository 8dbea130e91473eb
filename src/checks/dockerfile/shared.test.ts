import { expect, it } from 'vitest';
import { parseDockerfile } from '../../formats/index.ts';
import type { Sources } from '../kit.ts';
import { atTop, commandsOf, replaced, rootImage, runsOf, without } from './shared.ts';

const sourcesOf = (dockerfile: string | null) => ({ dockerfile }) as Sources;
const stagesOf = (text: string) => parseDockerfile('Dockerfile', text).stages;

it('puts a line before the first FROM, where there is one', () => {
  expect(atTop('X')(sourcesOf('ARG a\n# b\nFROM c\nFROM d\n'))?.dockerfile).toBe('ARG a\n# b\nX\nFROM c\nFROM d\n');
  expect(atTop('X')(sourcesOf('ARG a\n'))).toBeNull();
  expect(atTop('X')(sourcesOf(null))).toBeNull();
});

it('replaces stretches that are known, and changes nothing where there are none', () => {
  const at = { file: 'Dockerfile', startLine: 1, endLine: 1 };
  const known = { at: { ...at, startOffset: 5, endOffset: 6 }, by: 'b' };
  expect(replaced([known])(sourcesOf('FROM a\n'))?.dockerfile).toBe('FROM b\n');
  expect(replaced([{ at: { ...at, startOffset: 5 }, by: 'b' }])(sourcesOf('FROM a\n'))).toBeNull();
  expect(replaced([{ at: { ...at, endOffset: 6 }, by: 'b' }])(sourcesOf('FROM a\n'))).toBeNull();
  expect(replaced([])(sourcesOf('FROM a\n'))).toBeNull();
});

it('takes a kind of instruction out, triggers too, and puts bases that bring the same on scratch', () => {
  const text = 'FROM nginx AS a\nSTOPSIGNAL 9\nRUN b\nFROM node\nONBUILD STOPSIGNAL 9\nRUN c\nFROM a\nRUN d\n';
  expect(without('STOPSIGNAL', (reference) => reference === 'nginx')(sourcesOf(text))?.dockerfile).toBe(
    'FROM scratch AS a\n\nRUN b\nFROM node\n\nRUN c\nFROM a\nRUN d\n',
  );
});

it('knows the image that a chain of stages begins with', () => {
  expect(rootImage(stagesOf('FROM a\n'))).toBe('a');
  expect(rootImage(stagesOf('FROM scratch\n'))).toBeNull();
  expect(rootImage([])).toBeNull();
});

it('gives each step the shell that holds there, as the stage below left it', () => {
  const stages = stagesOf('FROM a AS x\nRUN b\nSHELL ["c"]\nRUN d\nFROM x\nRUN e\nFROM a\nRUN f\n');
  expect(runsOf(stages, stages).map(({ shell }) => shell)).toEqual([
    ['/bin/sh', '-c'],
    ['c'],
    ['c'],
    ['/bin/sh', '-c'],
  ]);
  expect(runsOf(stages, stages.slice(1, 2)).map(({ shell }) => shell)).toEqual([['c']]);
});

it.each([
  ['sudo make', 'make'],
  ['/usr/bin/sudo /opt/make x', 'make'],
  ['sudo -u app -E npm ci', 'npm'],
  ['sudo --user app --login make', 'make'],
  ['sudo --user=app A=1 make', 'make'],
  ['sudo sudo -n make', 'make'],
  ['sudo -- make', 'make'],
  ['sudo -- -l make', '-l'],
  ['sudo $TOOL x', ''],
  ['make sudo x', 'make'],
  ['/opt/sudo make', 'sudo'],
  ['$SUDO make', ''],
  ['sudo', 'sudo'],
  ['sudo -u', 'sudo'],
  ['sudo -l make', 'sudo'],
  ['sudo -e /etc/hosts', 'sudo'],
  ['sudo --validate make', 'sudo'],
])('looks behind the sudo of `%s`: %s', (line, name) => {
  const [, run] = parseDockerfile('Dockerfile', `FROM a\nRUN ${line}\n`).instructions;
  expect(run && commandsOf(run).map((it) => it.name)).toEqual([name]);
});
