import type { Instruction } from '../../domain/index.ts';
import { assignmentsOf } from '../../formats/index.ts';
import { eachCommand } from './shared.ts';

/** A port that a stage says its program listens on. */
export interface Listening {
  readonly port: number;
  readonly by: Instruction;
}

const MOST_PORTS = 65_536;
/** Options that say where to listen, and nothing else: `--port 80`, `--bind=:80`. */
const OPTION = /^--?(?:port|bind|listen|listen-address|addr|address|http-port|web\.listen-address)$/;
/** Programs that have ports of others among their arguments. */
const CLIENT = /^(?:psql|mysql|mongo|redis-cli|curl|wget|nc|ssh|pg_isready|wait-for.*|dockerize)$/;

/** Ports of EXPOSE; null where one of them is not known. */
export function exposedBy(body: readonly Instruction[]): readonly (readonly [number, number])[] | null {
  const words = body.flatMap(({ keyword, args }) => (keyword === 'EXPOSE' ? args : []));
  const ranges = words.map((word) => /^(\d+)(?:-(\d+))?(?:\/\w+)?$/.exec(word));
  if (ranges.some((it) => it === null)) return null;
  return ranges.map((it) => [Number(it?.[1]), Number(it?.[2] ?? it?.[1])] as const);
}

export function isExposed(ranges: readonly (readonly [number, number])[], port: number): boolean {
  return ranges.some(([from, to]) => from <= port && port <= to);
}

/** The ports that the last CMD, the last ENTRYPOINT and ENV PORT name. */
export function listeningIn(body: readonly Instruction[]): readonly Listening[] {
  const last = ['ENTRYPOINT', 'CMD'].flatMap((kind) => body.findLast(({ keyword }) => keyword === kind) ?? []);
  const started = last.flatMap((by) => portsOf(by).map((port) => ({ port, by })));
  const set = body.flatMap((by) =>
    by.keyword !== 'ENV'
      ? []
      : assignmentsOf(by).flatMap(({ name, value }) =>
          name === 'PORT' && /^["']?\d{1,5}["']?$/.test(value ?? '')
            ? [{ port: Number(value?.replace(/["']/g, '')), by }]
            : [],
        ),
  );
  return [...set.slice(-1), ...started].filter(({ port }) => port > 0 && port < MOST_PORTS);
}

function portsOf(instruction: Instruction): readonly number[] {
  const commands = eachCommand(instruction);
  if (commands.some(({ name }) => CLIENT.test(name))) return [];
  const words = commands.flatMap((command) => command.words.map(({ text }) => text));
  return words.flatMap((word, at) => {
    const [option, value] = splitOnce(word);
    if (OPTION.test(option)) return portIn(value ?? words[at + 1] ?? '') ?? [];
    return /^(?:0\.0\.0\.0|\[::\]):\d+$/.test(word) ? (portIn(word) ?? []) : [];
  });
}

function splitOnce(word: string): readonly [string, string?] {
  const at = word.indexOf('=');
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

/** `80`, `:80`, `0.0.0.0:80`, `[::]:80`, `tcp://0.0.0.0:80`. */
function portIn(text: string): number | null {
  const read = /^(?:(?:\w+:\/\/)?(?:\[[\da-f:]*\]|[\w.*-]*):)?(\d{1,5})$/i.exec(text);
  return read ? Number(read[1]) : null;
}
