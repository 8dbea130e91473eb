import type { Ask, Criterion, Facts, PersistAsk, Step, Target } from '../domain/index.ts';
import { assigned, curlLine, literal, quoted, shownFolder } from './reproduce-words.ts';

/** What a run knows of a stack: who was asked, and the ports that services publish. */
export interface StackSeen {
  readonly stack?: Partial<Facts['stack']> | undefined;
  readonly compose?: Partial<Facts['compose']> | undefined;
}

const UP = 'up --detach --wait';

/** Compose commands for each stack that the criterion is about, with the variables that the stack is given. */
export function composeLines(
  criterion: Criterion,
  target: Target,
  kind: 'compose' | 'stack',
  seen: StackSeen,
): string[] {
  const names = criterion.stack === undefined ? Object.keys(target.stacks) : [criterion.stack];
  return names.flatMap((name) => {
    const compose = clientOf(target, name);
    const commands = kind === 'compose' ? [`${compose} config`] : stackLines(criterion, compose, seen);
    const env = assigned(target.stacks[name]?.env ?? {});
    if (env.length === 0) return commands;
    // one value for all of them: a second `up` with another password would not open the first one's volume
    return commands.length === 1 ? [[...env, ...commands].join(' ')] : [`export ${env.join(' ')}`, ...commands];
  });
}

function clientOf(target: Target, name: string): string {
  const { files = [], profiles = [] } = target.stacks[name] ?? {};
  const folder = shownFolder(target);
  return [
    `docker compose --project-directory ${quoted(folder)}`,
    ...files.map((file) => `-f ${quoted(`${folder}/${file}`)}`),
    ...profiles.map((profile) => `--profile ${quoted(profile)}`),
  ].join(' ');
}

/** The stack is brought up, and then looked at as the criterion did. */
function stackLines({ check, params }: Criterion, compose: string, seen: StackSeen): string[] {
  const up = `${compose} ${UP}`;
  const asks = check.asks?.(params) ?? [];
  const questions = asks.flatMap((ask) => askLines(ask, compose, seen));
  const observed = new Set<string>(check.reads);
  if (questions.length > 0) return [up, ...questions];
  if (observed.has('stack.down')) {
    return [up, `${compose} down`, 'docker ps -a', 'docker network ls', 'docker volume ls'];
  }
  if (check.id === 'stack/logs') return [up, `${compose} logs --no-color`];
  if (check.id === 'stack/restarts') {
    const format = "'{{.Name}} restarted {{.RestartCount}} times'";
    return [up, `${compose} ps --all`, `docker inspect --format ${format} $(${compose} ps --all --quiet)`];
  }
  return [up, `${compose} ps --all`];
}

function askLines(ask: Ask, compose: string, seen: StackSeen): string[] {
  const service = serviceOf(ask, seen);
  switch (ask.kind) {
    case 'http':
      return [requestLine(compose, service, ask, seen)];
    case 'reach':
      // inside the service's network, with a client that its image need not have
      return [
        `docker run --rm --network "container:$(${compose} ps --quiet ${quoted(service)})" curlimages/curl -i ${literal(ask.url)}`,
      ];
    case 'persist':
      return persistLines(ask, compose, service, seen);
    default:
      return [];
  }
}

function persistLines({ write, read }: PersistAsk, compose: string, asked: string, seen: StackSeen): string[] {
  const line = (step: Step): string => {
    const service = step.service ?? asked;
    return step.kind === 'command'
      ? `${compose} exec -T ${quoted(service)} ${step.argv.map(literal).join(' ')}`
      : requestLine(compose, service, step, seen);
  };
  return [line(read), line(write), line(read), `${compose} down`, `${compose} ${UP}`, line(read)];
}

function requestLine(
  compose: string,
  service: string,
  request: Parameters<typeof curlLine>[1] & { readonly port?: number },
  { compose: facts }: StackSeen,
): string {
  const published = facts?.model?.services.find(({ name }) => name === service)?.ports[0]?.target;
  const port = request.port ?? published ?? 'PORT';
  return curlLine(`$(${compose} port ${quoted(service)} ${port})`, request);
}

/** The service that was asked; where a question names none, the first that publishes a port. */
function serviceOf(ask: Ask, { stack, compose }: StackSeen): string {
  if ('service' in ask && ask.service !== undefined) return ask.service;
  const same = (it: { readonly ask: Ask }): boolean => JSON.stringify(it.ask) === JSON.stringify(ask);
  const observations = [...(stack?.http ?? []), ...(stack?.reaches ?? []), ...(stack?.persists ?? [])];
  const asked = observations.find(same);
  const services = compose?.model?.services ?? [];
  return asked?.service ?? (services.find(({ ports }) => ports.length > 0) ?? services[0])?.name ?? 'SERVICE';
}
