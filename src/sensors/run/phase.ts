import type { Ports } from '../../domain/index.ts';

/** A piece of work with its begin and end told. */
export async function phase<T>(ports: Ports, id: string, title: string, work: () => Promise<T>): Promise<T> {
  ports.onEvent({ kind: 'work-started', id, title });
  try {
    const made = await work();
    ports.onEvent({ kind: 'work-ended', id, outcome: 'done' });
    return made;
  } catch (error) {
    ports.onEvent({
      kind: 'work-ended',
      id,
      outcome: 'failed',
      ...(error instanceof Error ? { detail: error.message } : {}),
    });
    throw error;
  }
}
