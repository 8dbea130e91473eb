import { type Act, unreachable } from '../../domain/index.ts';

/** Where the helper program is in a container that is changed. */
export const HELPER_PATH = '/.tickproof-helper';

/**
 * What is executed in place of a service: the helper program, which does its act and, where the act is not instead of the
 * service, becomes `original` (its entrypoint and its command). `user` is the service's own, for an act that needs root.
 *
 * @example
 * argvOf({ do: 'wait', ms: 500 }, ['node', 'server.js']); // ['/.tickproof-helper', 'wait', '500', '--', 'node', 'server.js']
 */
export function argvOf(act: Act, original: readonly string[], user = ''): readonly string[] {
  const service = ['--', ...original];
  switch (act.do) {
    case 'exit':
      return [HELPER_PATH, 'exit', `${act.code}`, ...(act.afterMs === undefined ? [] : [whole(act.afterMs)])];
    case 'sleep':
      return [HELPER_PATH, 'sleep'];
    case 'serve':
      return [HELPER_PATH, 'serve', `${act.port}`, `${act.status}`, act.body, ...(act.loopback ? ['loopback'] : [])];
    case 'print': {
      const print = [HELPER_PATH, 'print', act.stream, act.text];
      return act.exit === undefined ? [...print, ...service] : [...print, 'exit', `${act.exit}`];
    }
    case 'wait':
      return [HELPER_PATH, 'wait', whole(act.ms), ...service];
    case 'write':
      return [HELPER_PATH, 'write', act.path, user, ...service];
    case 'allocate':
      return [HELPER_PATH, 'allocate', whole(act.bytes), ...service];
    case 'spin':
      // two of them: one alone gets too little of a machine on which much else wants a core
      return [HELPER_PATH, 'spin', '--', HELPER_PATH, 'spin', ...service];
    case 'listen':
      return [HELPER_PATH, 'listen', `${act.port}`, ...service];
    case 'hold':
      return [HELPER_PATH, 'hold', ...service];
    default:
      return unreachable(act);
  }
}

/** The bind that puts the program of this machine there. */
export function bindOf(helperPath: string): string {
  return `${helperPath}:${HELPER_PATH}:ro`;
}

/** A health check that does the act, and nothing after it. */
export function healthOf(act: Act): readonly string[] {
  return ['CMD', ...argvOf(act, [])];
}

/** Whether the container must be started as root: the helper becomes the service's user itself. */
export function needsRoot(act: Act): boolean {
  return act.do === 'write';
}

/** The helper reads whole numbers only, and none with an exponent. */
function whole(value: number): string {
  return BigInt(Math.max(0, Math.ceil(value))).toString();
}
