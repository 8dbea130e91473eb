import { buildApplication, buildRouteMap, type Command, FlagNotFoundError, run, text_en } from '@stricli/core';
import { type CliContext, type CommandEntry, inKebab } from './define-command.ts';
import type { Io } from './io.ts';
import { version } from './version.ts';

/** The library's words, with flags spelt as they are typed. */
const text: typeof text_en = {
  ...text_en,
  exceptionWhileParsingArguments: (error, colour) =>
    error instanceof FlagNotFoundError && error.corrections.length > 0
      ? `No flag registered for --${error.input}, did you mean ${error.corrections.map((it) => `--${inKebab(it)}`).join(' or ')}?`
      : text_en.exceptionWhileParsingArguments(error, colour),
};

function applicationOf(commands: readonly CommandEntry[]) {
  const routes = buildRouteMap<string, CliContext>({
    routes: Object.fromEntries(commands.map(({ name, command }): [string, Command<CliContext>] => [name, command])),
    docs: { brief: 'Container evidence where every ✅ was re-run, was shown able to fail, and is still true' },
  });
  return buildApplication(routes, {
    name: 'tickproof',
    versionInfo: { currentVersion: version },
    scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
    localization: { text },
    documentation: { caseStyle: 'convert-camel-to-kebab', useAliasInUsageLine: false },
  });
}

/** Dispatches to a command. Faults of usage give 2, whatever the library calls them. */
export async function runApplication(
  argv: readonly string[],
  io: Io,
  commands: readonly CommandEntry[],
): Promise<number> {
  const stream = (write: (text: string) => void) => ({ write, getColorDepth: () => (io.colour ? 8 : 1) });
  const outer: { exitCode?: number | string | null } & Record<string, unknown> = {
    stdout: stream(io.out),
    stderr: stream(io.err),
    env: { STRICLI_SKIP_VERSION_CHECK: '1' },
  };
  const context: CliContext & { process: typeof outer } = { process: outer, io, exitCode: 0, thrown: null } as never; // the library wants streams, env and exitCode of it
  await run(applicationOf(commands), argv.length === 0 ? ['--help'] : argv, context);
  if (context.thrown) throw context.thrown.error;
  if (typeof outer.exitCode !== 'number' || outer.exitCode === 0) return context.exitCode;
  const command = commands.find(({ name }) => name === argv[0]);
  io.err(`  → \`tickproof ${command ? `${command.name} ` : ''}--help\` lists what there is.\n`);
  return 2;
}
