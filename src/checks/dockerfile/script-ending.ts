import { readShell } from '../../formats/index.ts';

/** How a script ends: it becomes another program, it waits for one, or neither can be told. */
export interface Ending {
  readonly kind: 'hands-over' | 'waits' | 'unknown';
  /** The last command, as written, and its line. */
  readonly text: string;
  readonly line: number;
}

const SHELL_SCRIPT =
  /^#![ \t]*\/(?:usr\/)?(?:local\/)?bin\/(?:env[ \t]+(?:-S[ \t]+)?)?(?:sh|ash|bash|dash|ksh|zsh)(?:\s|$)/;
/** The command that the script was given. */
const ARGUMENTS = /^\$(?:[@*]|\{[@*]\})$/;
/** Programs that serve until they are told to stop. */
const SERVICES =
  /^(?:node|deno|bun|npm|npx|yarn|pnpm|python[\d.]*|uv|poetry|java|ruby|bundle|dotnet|php|php-fpm[\d.]*|gunicorn|uvicorn|hypercorn|daphne|celery|puma|unicorn|nginx|httpd|apache2-foreground|apache2ctl|caddy|redis-server|supervisord)$/;

/** Null for what no POSIX shell reads. A script that sets a trap sees to its signals by itself. */
export function endingOf(script: string): Ending | null {
  if (!SHELL_SCRIPT.test(script)) return null;
  const text = script.replaceAll('\r\n', '\n');
  const commands = readShell(text);
  const last = commands.at(-1);
  if (!last) return null;
  const line = text.slice(0, last.start).split('\n').length;
  const [program = '', ...args] = last.words.map((word) => word.text);
  const ending = { text: text.slice(last.start, last.end), line };
  if (program === 'exec' && args.length > 0) return { ...ending, kind: 'hands-over' };
  const isTrapped = commands.some(({ words }) => words[0]?.text === 'trap');
  const isAlone = last.depth === 0 && !['|', '||'].includes(last.before) && last.after !== '&';
  // nothing but comments behind it: what closes an `if`, a loop or a function would stand there
  const isLast = text
    .slice(last.end)
    .split('\n')
    .every((rest) => /^[\s;]*(?:#.*)?$/.test(rest));
  const isService = ARGUMENTS.test(program) || SERVICES.test(program.slice(program.lastIndexOf('/') + 1));
  return { ...ending, kind: isService && isAlone && isLast && !isTrapped ? 'waits' : 'unknown' };
}
