import { expect, it } from 'vitest';
import type { Processes } from '../domain/index.ts';
import { parseDockerfile } from '../formats/index.ts';
import { shellcheck } from './index.ts';

interface Asked {
  readonly argv: readonly string[];
  readonly input: string;
}

/** A ShellCheck that answers with what it is told to, and notes what it is asked. */
function program(answer: (input: string) => string, asked: Asked[] = []): Processes {
  return {
    find: () => '/usr/bin/shellcheck',
    run: async (argv, { input = '' } = {}) => {
      asked.push({ argv, input });
      return { exitCode: 1, signal: null, stdout: answer(input), stderr: '', elapsedMs: 1, timedOut: false };
    },
    start: () => Promise.reject(new Error('is never started')),
  };
}

const comment = (more: object) => ({
  line: 2,
  column: 1,
  endLine: 2,
  endColumn: 2,
  level: 'info',
  code: 2086,
  ...more,
});
const saying =
  (...comments: readonly object[]) =>
  () =>
    JSON.stringify(comments.map((it) => ({ message: 'Quote this.', ...comment(it) })));

const ask = (text: string, processes: Processes) => shellcheck(parseDockerfile('Dockerfile', text), processes);

async function askedOf(text: string): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  await ask(text, program(saying(), asked));
  return asked;
}

it('puts what is said at the lines of the Dockerfile, through continuations and comments', async () => {
  const text = 'FROM a\nRUN echo a \\\n  # kept\n  && rm $B\n';
  const found = await ask(
    text,
    program((input) => {
      const column = (input.split('\n')[1] ?? '').indexOf('$B') + 1;
      return saying({ column, endColumn: column + 2 })();
    }),
  );
  expect(found).toMatchObject([
    { id: 'shellcheck/SC2086', aliases: ['SC2086'], severity: 'info', at: { startLine: 4, startColumn: 9 } },
  ]);
});

it('puts what is said of a here-document at its own lines', async () => {
  const text = 'FROM a\nRUN <<EOF\ncd /x\necho $y\nEOF\n';
  expect(await ask(text, program(saying({ line: 3, endLine: 3, column: 6 })))).toMatchObject([
    { at: { startLine: 4, startColumn: 6 } },
  ]);
});

it('names the shell that runs the step', async () => {
  const text =
    'FROM a AS b\nRUN one\nSHELL ["/bin/bash", "-c"]\nRUN two\nFROM b\nRUN three\nFROM c\nSHELL ["ash", "-c"]\nRUN <<E\n#!/bin/bash\nfour\nE\nRUN five\n';
  const shells = (await askedOf(text)).map(({ argv }) => argv.find((it) => it.startsWith('--shell=')));
  expect(shells).toEqual(['sh', 'bash', 'bash', 'bash', 'dash'].map((it) => `--shell=${it}`));
});

it('goes by the shell that a comment names for the whole file', async () => {
  const [only] = await askedOf('# hadolint shell=/bin/bash\nFROM a\nRUN one\n');
  expect(only?.argv).toContain('--shell=bash');
});

it('asks nothing about other languages, arrays, and steps of other systems', async () => {
  const text =
    'FROM a\nRUN ["one"]\nRUN <<E python\nprint(1)\nE\nSHELL ["powershell", "-Command"]\nRUN Get-Item x\nCMD echo $x\n';
  const asked = await askedOf(text);
  expect(asked.filter(({ input }) => /Get-Item|print|\$x|one/.test(input))).toEqual([]);
  expect(await askedOf('FROM a\nSHELL ["cmd", "/S"]\nRUN dir\n')).toEqual([]);
});

it('sets the names of ARG and ENV of the stage and those that it goes on from, and none in a trigger', async () => {
  const text =
    'FROM a AS b\nARG ONE=1\nENV TWO=2 THREE=3\nFROM b\nRUN echo $ONE\nFROM c\nRUN echo\nONBUILD RUN echo $ONE\n';
  const first = (await askedOf(text)).map(({ input }) => input.split('\n')[0] ?? '');
  expect(first[0]).toMatch(/export ONE=1;export TWO=1;export THREE=1;.*export HTTP_PROXY=1/);
  expect(first[1]).not.toMatch(/ONE/);
  expect(first[2]).not.toMatch(/ONE/);
});

it('passes over what is said of the line of names, and takes levels that it does not know for style', async () => {
  expect(await ask('FROM a\nRUN b\n', program(saying({ line: 1 }, { level: 'verbose' })))).toMatchObject([
    { severity: 'style' },
  ]);
});

it.each(['', 'not json', '{"line":1}', '[1, null, {"line": "2"}]'])('takes %j for nothing said', async (answer) => {
  expect(
    await ask(
      'FROM a\nRUN b\n',
      program(() => answer),
    ),
  ).toEqual([]);
});
