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

export default defineCheck({
  id: 'run/command',
  version: 1,
  title: 'A command in the image succeeds, says what it should, and in time',
  why: 'Files may all be there and still not load: only running them tells.',
  remedy: 'Run the command by hand (`docker run --rm --entrypoint PROGRAM IMAGE ARGS`) and mend what it says.',
  references: ['https://docs.docker.com/reference/cli/docker/container/run/'],
  reads: ['run.commands'],
  params,
  reasons: ['exit', 'output', 'slow'],
  example: {
    params: { argv: ['true'] },
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
    { level: 'R', title: 'another command (`false`)', reason: 'exit' },
    { level: 'R', title: 'a command that says something else', reason: 'output' },
  ],
  mutantsFor: (_, { target }) =>
    boundMutants('run')('slow', target, 1, ({ commands }, elapsedMs) => ({
      commands: commands.map((it) => ({ ...it, elapsedMs })),
    })),
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
