import { buildApplication, buildRouteMap, type Command, run } from '@stricli/core';
import type { CliContext, CommandEntry } from './define-command.ts';
import type { Io } from './io.ts';
import { advisoriesCommand } from './commands/advisories.ts';
import { doctorCommand } from './commands/doctor.ts';
import { explainCommand } from './commands/explain.ts';
import { gcCommand } from './commands/gc.ts';
import { inspectCommand } from './commands/inspect.ts';
import { lintCommand } from './commands/lint.ts';
import { reportCommand } from './commands/report.ts';
import { statusCommand } from './commands/status.ts';
import { verifyCommand } from './commands/verify.ts';
import { version } from './version.ts';

const commands: readonly CommandEntry[] = [
  verifyCommand,
  statusCommand,
  inspectCommand,
  lintCommand,
  explainCommand,
  reportCommand,
  advisoriesCommand,
  doctorCommand,
  gcCommand,
];

const routes = buildRouteMap<string, CliContext>({
  routes: Object.fromEntries(commands.map(({ name, command }): [string, Command<CliContext>] => [name, command])),
  docs: { brief: 'Container evidence where every ✅ was re-run, was shown able to fail, and is still true' },
});

const application = buildApplication(routes, {
  name: 'tickproof',
  versionInfo: { currentVersion: version },
  scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
  documentation: { caseStyle: 'convert-camel-to-kebab', useAliasInUsageLine: false },
});

/** Dispatches to a command. Faults of usage give 2, whatever the library calls them. */
export async function runApplication(argv: readonly string[], io: Io): Promise<number> {
  const stream = (write: (text: string) => void) => ({ write, getColorDepth: () => (io.colour ? 8 : 1) });
  const outer: { exitCode?: number | string | null } & Record<string, unknown> = {
    stdout: stream(io.out),
    stderr: stream(io.err),
    env: { STRICLI_SKIP_VERSION_CHECK: '1' },
  };
  const context: CliContext & { process: typeof outer } = { process: outer, io, exitCode: 0, thrown: null } as never; // the library wants streams, env and exitCode of it
  await run(application, argv.length === 0 ? ['--help'] : argv, context);
  if (context.thrown) throw context.thrown.error;
  return typeof outer.exitCode === 'number' && outer.exitCode !== 0 ? 2 : context.exitCode;
}
