import { type ProcessOptions, type ProcessOutcome, type Processes, TickproofError } from '../../domain/index.ts';

const CLIENTS: readonly (readonly string[])[] = [['docker', 'compose'], ['docker-compose'], ['podman', 'compose']];
const NO_PLUGIN =
  /is not a docker command|unknown (?:shorthand )?flag|unknown command|looking up compose provider failed/i;

/**
 * Runs the Compose client that the user has; an exit code is a value. Throws `TickproofError('tool-missing')` where
 * there is none.
 */
export async function runCompose(
  processes: Processes,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessOutcome> {
  for (const client of CLIENTS) {
    const [program = ''] = client;
    if (processes.find(program) === null) continue;
    const outcome = await processes.run([...client, ...args], options);
    if (outcome.exitCode === 0 || !NO_PLUGIN.test(outcome.stderr.split('\n')[0] ?? '')) return outcome;
  }
  throw new TickproofError('tool-missing', 'There is no Compose v2 client on this machine', {
    remedy: 'Install the Docker Compose plugin, so that `docker compose version` works; `tickproof doctor` tells more.',
  });
}
