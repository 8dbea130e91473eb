import { expect, it } from 'vitest';
import { type Files, type LintFinding, type Processes, TickproofError } from '../domain/index.ts';
import { parseDockerfile } from '../formats/index.ts';
import { type Asking, shellcheck } from './index.ts';

interface Asked {
  readonly argv: readonly string[];
  readonly input: string;
}

interface Circumstances {
  /** What it ends with where it is given files. */
  readonly ofFiles?: number;
  readonly isDiskFull?: boolean;
}

/** A ShellCheck that answers each script with what it is told to, and notes what it is asked. */
function program(answer: (input: string) => string, asked: Asked[] = [], at: Circumstances = {}): Asking {
  const written = new Map<string, string>();
  const files = {
    temporary: () => {
      if (at.isDiskFull) throw new TickproofError('disk-full', 'the disk is full', { remedy: 'Make room.' });
      return {
        path: '/private',
        write: (name: string, text: string) => written.set(name, text),
        [Symbol.asyncDispose]: async () => written.clear(),
      };
    },
  } as unknown as Files; // all that it uses
  const run: Processes['run'] = async (argv, { input, cwd } = {}) => {
    const names = argv.slice(argv.findIndex((it) => it.startsWith('--exclude')) + 1);
    const { exitCode, stdout } = input === undefined ? byFiles(names) : { exitCode: 1, stdout: answer(input) };
    asked.push(...(input === undefined ? names.map((name) => written.get(name) ?? '') : [input]).map(noted));
    return { exitCode, signal: null, stdout, stderr: '', elapsedMs: 1, timedOut: false };

    function noted(text: string): Asked {
      expect(cwd).toBe(input === undefined ? '/private' : undefined);
      return { argv, input: text };
    }
  };
  const byFiles = (names: readonly string[]) => {
    if (at.ofFiles !== undefined) return { exitCode: at.ofFiles, stdout: '[]' };
    const said = names.flatMap((file) => {
      const its = JSON.parse(answer(written.get(file) ?? '')) as readonly object[]; // what a test says
      return its.map((it) => ({ ...it, file }));
    });
    return { exitCode: 1, stdout: JSON.stringify(said) };
  };
  const processes = {
    find: () => '/usr/bin/shellcheck',
    run,
    start: () => Promise.reject(new Error('is never started')),
  };
  return { files, processes };
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

const ask = async (text: string, asking: Asking) =>
  (await shellcheck([parseDockerfile('Dockerfile', text)], asking)).flat();

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

const TWO = 'FROM a\nRUN one $x\nRUN two\nSHELL ["/bin/bash", "-c"]\nRUN three $y\nRUN four\n';
const aboutVariables = (input: string) => {
  const column = (input.split('\n')[1] ?? '').indexOf('$') + 1;
  return column === 0 ? '[]' : saying({ column, endColumn: column + 2 })();
};
const placesOf = (findings: readonly LintFinding[]) =>
  findings.map(({ at: { file, startLine, startColumn } }) => [file, startLine, startColumn]);

it('asks about the steps of all files together, once for each dialect', async () => {
  const asked: Asked[] = [];
  const sources = ['one', 'two'].map((name) => parseDockerfile(name, TWO));
  const found = await shellcheck([null, ...sources], program(aboutVariables, asked));
  expect(new Set(asked.map(({ argv }) => argv)).size).toBe(2);
  expect(asked).toHaveLength(4); // the files hold the same
  expect(found.map(placesOf)).toEqual([
    [],
    [
      ['one', 2, 9],
      ['one', 5, 11],
    ],
    [
      ['two', 2, 9],
      ['two', 5, 11],
    ],
  ]);
});

it.each<Circumstances>([{ ofFiles: 2 }, { ofFiles: 126 }, { isDiskFull: true }])(
  'asks about each step by itself where files do not do: %o',
  async (at) => {
    const asked: Asked[] = [];
    const found = await ask(TWO, program(aboutVariables, asked, at));
    expect(placesOf(found)).toEqual([
      ['Dockerfile', 2, 9],
      ['Dockerfile', 5, 11],
    ]);
    expect(asked.filter(({ argv }) => argv.at(-1) === '-')).toHaveLength(4);
  },
);

it('asks once about steps that are the same, and says it of each at its own place', async () => {
  const asked: Asked[] = [];
  const texts = ['FROM a\nRUN echo $A\nRUN echo $A\n', 'FROM b\nENV A=1\nRUN echo $A\n', 'FROM c\n\nRUN echo $A\n'];
  const sources = texts.map((text) => parseDockerfile('Dockerfile', text));
  const found = await shellcheck(sources, program(saying({}), asked));
  expect(asked).toHaveLength(2);
  expect(found.map((its) => its.map(({ at }) => at.startLine))).toEqual([[2, 3], [3], [3]]);
});

it('does not go on where it was interrupted', async () => {
  const { files, processes } = program(aboutVariables);
  const run = () => Promise.reject(new TickproofError('interrupted', 'enough', { remedy: 'Run it again.' }));
  await expect(ask(TWO, { files, processes: { ...processes, run } })).rejects.toThrow('enough');
});

it('says before it asks so much that an answer takes seconds', async () => {
  const told: number[] = [];
  const asking = { ...program(() => '[]'), onMuch: (steps: number) => void told.push(steps) };
  const dockerfile = (length: number) => parseDockerfile('Dockerfile', `FROM a\nRUN echo ${'x'.repeat(length)}\n`);
  await shellcheck([dockerfile(10), dockerfile(20_000), dockerfile(20_000), dockerfile(20_000)], asking);
  expect(told).toEqual([]);
  await shellcheck([dockerfile(30_000), dockerfile(30_001)], asking);
  expect(told).toEqual([2]);
});
