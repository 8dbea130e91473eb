import { expect, it } from 'vitest';
import { eachCommand, parseDockerfile } from '../index.ts';

it('reads the line of an instruction once, and by the shell that is in effect', () => {
  const [, run, check] = parseDockerfile('Dockerfile', 'FROM a\nRUN one && two\nHEALTHCHECK CMD three\n').instructions;
  if (!run || !check) throw new Error('three instructions');
  expect(eachCommand(run).map(({ name }) => name)).toEqual(['one', 'two']);
  expect(eachCommand(run, ['/bin/bash', '-c'])).toBe(eachCommand(run));
  expect(eachCommand(run, ['powershell', '-Command'])).toEqual([]);
  expect(eachCommand(check)).toBe(eachCommand(check));
});
