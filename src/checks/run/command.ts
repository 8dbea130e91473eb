import {
  type Bound,
  boundMutants,
  defineCheck,
  duration,
  fail,
  finding,
  inconclusive,
  judgeMeasure,
  pattern,
  seen,
  z,
} from '../kit.ts';
import { falsehoodsOf } from './commands/index.ts';
import { type Ask, observed } from './shared.ts';

const params = z.strictObject({
  argv: z
    .array(z.string())
    .min(1)

    .describe('Program and arguments, run without a shell in a fresh container'),
  exit: z.int().min(0).max(255).default(0).describe('Exit code that must come back'),
  contains: z.string().optional().describe('Text that stdout or stderr must hold'),
  matches: pattern().optional().describe('Regular expression that stdout or stderr must match'),
  target: duration('<60s').describe('How long it may take'),
});

const LEAST_TIMEOUT_MS = 30_000;

/** Waits well beyond the bound, so that how much too slow it is can be told. */
function timeoutMs({ op, value }: Bound): number {
  return op === '<' || op === '<=' ? Math.max(2 * value, LEAST_TIMEOUT_MS) : value + LEAST_TIMEOUT_MS;
}

function askOf({ argv, target }: z.output<typeof params>) {
  return { kind: 'command' as const, argv, timeoutMs: timeoutMs(target) } satisfies Ask;
}

/** A line that is not what is wanted; null where none is wanted. */
function otherWords({ contains, matches }: z.output<typeof params>): string | null {
  if (contains === undefined && matches === undefined) return null;
  const isWrong = (text: string) =>
    (contains !== undefined && !text.includes(contains)) ||
    (matches !== undefined && !new RegExp(matches, 'm').test(`${text}\n\n`));
  return ['something else', '?', '-1', ''].find(isWrong) ?? 'something else';
}

export default defineCheck({
  id: 'run/command',
  version: 2,
  title: 'A command in the image succeeds, says what it should, and in time',
  why: 'Files may all be there and still not load: only running them tells.',
  remedy: 'Run the command by hand (`docker run --rm --entrypoint PROGRAM IMAGE ARGS`) and mend what it says.',
  references: ['https://docs.docker.com/reference/cli/docker/container/run/'],
  reads: ['run.commands', 'image.files', 'image.config'], // of the image only to make worlds in which the command's sentence is false
  params,
  reasons: ['exit', 'output', 'slow'],
  example: {
    params: { argv: ['true'] },
    image: { layers: [[{ path: '/bin/true', type: 'file', mode: 0o755, text: '' }]] },
    facts: {
      run: {
        commands: [
          {
            ask: { kind: 'command', argv: ['true'], timeoutMs: 120_000 },
            exitCode: 0,
            stdout: '',
            stderr: '',
            elapsedMs: 40,
            timedOut: false,
          },
        ],
      },
    },
  },
  mutants: [
    {
      level: 'R',
      title: 'another command, which fails',
      reason: 'exit',
      weak: true,
      edit: (_, { exit }) => ({ command: { do: 'exit', code: exit === 1 ? 2 : 1 } }),
    },
    {
      level: 'R',
      title: 'a command that says something else',
      reason: 'output',
      weak: true,
      edit: (_, wanted) => {
        const text = otherWords(wanted);
        return text === null ? null : { command: { do: 'print', stream: 'stdout', text, exit: wanted.exit } };
      },
    },
  ],
  mutantsFor: ({ image }, wanted) => [
    ...boundMutants('run')('slow', wanted.target, 1, ({ commands }, elapsedMs) => ({
      commands: commands.map((it) => ({ ...it, elapsedMs })),
    })),
    ...falsehoodsOf(wanted.argv, wanted, image).map(({ change, ...rest }) => ({
      level: 'R' as const,
      ...rest,
      edit: () => change,
    })),
  ],
  asks: (wanted) => [askOf(wanted)],

  judge: ({ run: { commands } }, wanted) => {
    const done = observed(commands, askOf(wanted));
    const what = `\`${wanted.argv.join(' ')}\``;
    if (!done) return inconclusive(`${what} was not run`, 'Run it again without the cache (`--no-cache`).');
    const { exitCode, stdout, stderr, timedOut } = done;
    const elapsedMs = Math.round(done.elapsedMs);
    const said = [
      seen.value('command', wanted.argv.join(' ')),
      ...[stdout, stderr].flatMap((it, index) => (it === '' ? [] : [seen.log(index === 0 ? 'stdout' : 'stderr', it)])),
    ];
    const code = seen.value('exit code', exitCode === null ? 'none' : String(exitCode));
    if (timedOut)
      return fail(
        finding(
          'slow',
          `${what} was still running after ${elapsedMs} ms`,
          seen.measure('time', elapsedMs, 'ms', wanted.target),
          ...said,
        ),
      );
    if (exitCode !== wanted.exit)
      return fail(finding('exit', `${what} ended with ${exitCode ?? 'no code'}, wanted ${wanted.exit}`, code, ...said));
    const output = `${stdout}\n${stderr}`;
    const lacks = wanted.contains !== undefined && !output.includes(wanted.contains);
    const differs = wanted.matches !== undefined && !new RegExp(wanted.matches, 'm').test(output);
    if (lacks || differs)
      return fail(
        finding('output', `${what} did not say \`${lacks ? wanted.contains : wanted.matches}\``, code, ...said),
      );
    return judgeMeasure('slow', `time of ${what}`, elapsedMs, wanted.target, { more: [code, ...said] });
  },
});
