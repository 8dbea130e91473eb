import type { Atom, Criterion, Facts, Target } from '../domain/index.ts';
import { curlLine, quoted } from './reproduce-words.ts';

/** What a container that is looked at by hand is called. */
const NAME = 'by-hand';

/** How a person sees what a check reads of a container that runs. */
const LOOKS: Partial<Readonly<Record<Atom, readonly string[]>>> = {
  'run.state': [`docker inspect --format '{{.State.Status}}, exit code {{.State.ExitCode}}' ${NAME}`],
  'run.restarts': [`docker inspect --format '{{.State.Status}}, restarted {{.RestartCount}} times' ${NAME}`],
  'run.health': [`docker inspect --format '{{json .State.Health}}' ${NAME}`],
  'run.logs': [`docker logs ${NAME}`],
  'run.memory': ['sleep 30', `docker stats --no-stream ${NAME}`],
  'run.cpu': ['sleep 30', `docker stats --no-stream ${NAME}`],
  // with this machine's own `ss`, as root: the image need not have one, and no other has to be fetched
  'run.ports': [`nsenter --target "$(docker inspect --format '{{.State.Pid}}' ${NAME})" --net ss -tulpn`],
  'run.process': [`docker top ${NAME} -eo pid,uid,gid,args`],
  'run.stop': [`time docker stop ${NAME}`, `docker inspect --format 'exit code {{.State.ExitCode}}' ${NAME}`],
};

/** Commands that start the image as the run did, look at the container as the criterion did, and remove it. */
export function runLines(
  { check, params }: Criterion,
  { built, run: settings }: Target,
  run: Partial<Facts['run']> | undefined,
  image: string,
): readonly string[] {
  // the run's own image is gone by the time anybody reads this
  const words = run?.command?.map((word) => (word === built ? image : word)) ?? ['docker', 'run', '--rm', image];
  const options = words.slice(3, -1);
  const start = (more: readonly string[], tail: readonly string[] = [], first = words.slice(0, 3)): string =>
    [...first, ...more, ...options, image, ...tail].map(quoted).join(' ');
  if (check.reads.includes('run.readOnly')) {
    const mounted = run?.command ? [] : settings.writable.flatMap((path) => ['-v', path]);
    return [start(['--read-only', '--tmpfs', '/tmp', '--tmpfs', '/run', ...mounted])];
  }
  const asks = check.asks?.(params) ?? [];
  const commands = asks.flatMap((ask) =>
    ask.kind === 'command' ? [start(['--entrypoint', ask.argv[0] ?? ''], ask.argv.slice(1))] : [],
  );
  if (commands.length > 0) return commands;
  const looks = [
    ...asks.flatMap((ask) => (ask.kind === 'http' ? [curlLine(`127.0.0.1:${ask.port ?? portOf(options)}`, ask)] : [])),
    ...asks.flatMap((ask) =>
      ask.kind === 'reach' ? [`docker run --rm --network container:${NAME} curlimages/curl -i ${quoted(ask.url)}`] : [],
    ),
    ...new Set((check.reads as readonly Atom[]).flatMap((atom) => LOOKS[atom] ?? [])),
  ];
  if (looks.length === 0) return [start([])];
  return [start(['--detach', '--name', NAME], [], ['docker', 'run']), ...looks, `docker rm --force ${NAME}`];
}

/** The first port that the container publishes. */
function portOf(options: readonly string[]): string {
  const published = options[options.indexOf('-p') + 1];
  return options.includes('-p') && published !== undefined ? (published.split(':').at(-1) ?? 'PORT') : 'PORT';
}
