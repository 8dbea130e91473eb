import type { Ask, ServiceLife, StackChange } from '../../domain/index.ts';
import { z } from '../kit.ts';

export {
  answerFault,
  DEFAULT_LOG_PATTERN,
  headerFault,
  matchingLine,
  matchingLines,
  observed,
} from '../../formats/answers/index.ts';
export type { Ask };

/** A parameter that names services; none = every service. */
export const services = () => z.array(z.string()).default([]).describe('Services that are meant; default: every one');

/** The services that are meant, and the names that no service has. */
export function chosen(
  lives: readonly ServiceLife[],
  names: readonly string[],
): { readonly lives: readonly ServiceLife[]; readonly unknown: readonly string[] } {
  const unknown = names.filter((name) => !lives.some(({ service }) => service === name));
  return { lives: names.length === 0 ? lives : lives.filter(({ service }) => names.includes(service)), unknown };
}

export const NOT_UP = 'the stack did not come up, see stack/up';
export const MEND_UP = 'Mend what stack/up says first.';

/** One service's life for examples. */
export const life = (over: Partial<ServiceLife> = {}): ServiceLife => ({
  service: 'web',
  status: 'running',
  health: 'healthy',
  startedMs: 400,
  healthyMs: 1200,
  exitCode: null,
  restarts: 0,
  logs: [{ stream: 'stdout', at: '2026-01-01T00:00:00Z', text: 'listening on 8000' }],
  diagnosis: null,
  ...over,
});

const MOST_SERVICES = 6;

/** The first services of those that are meant and that were started; the rest is told by these. */
export function startedOf(lives: readonly ServiceLife[] | undefined, names: readonly string[] = []): readonly string[] {
  return chosen(lives ?? [], names)
    .lives.filter(({ startedMs }) => startedMs !== null)
    .slice(0, MOST_SERVICES)
    .map(({ service }) => service);
}

/** In place of a service: up, silent, and deaf on every port. Checks share this world. */
export const sleeperIn = (service: string): StackChange => ({ service, run: { act: { do: 'sleep' } } });
