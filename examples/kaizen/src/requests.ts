import { HttpError } from './errors.ts';
import type { Executor } from './store.ts';

const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TASK_LIMIT = 100_000;
const TEXT_LIMIT = 10_000;

/** `{ "name": …, "tool": … }` or `{ "name": …, "model": …, "instructions": … }` */
export function readAgent(body: unknown): { readonly name: string; readonly executor: Executor } {
  const { name, tool, model, instructions, ...rest } = readObject(body);
  refuseRest(rest);
  if (typeof name !== 'string' || !NAME.test(name))
    throw new HttpError(400, 'name must be 1 to 64 of a-z 0-9 . - and begin and end with a letter or digit');
  if ((tool === undefined) === (model === undefined)) throw new HttpError(400, 'an agent has either a tool or a model');
  if (tool !== undefined) {
    if (instructions !== undefined) throw new HttpError(400, 'instructions are for a model');
    return { name, executor: { kind: 'tool', tool: readText('tool', tool, TEXT_LIMIT) } };
  }
  return {
    name,
    executor: {
      kind: 'model',
      model: readText('model', model, TEXT_LIMIT),
      instructions: instructions === undefined ? '' : readText('instructions', instructions, TEXT_LIMIT),
    },
  };
}

/** `{ "task": … }` */
export function readTask(body: unknown): string {
  const { task, ...rest } = readObject(body);
  refuseRest(rest);
  return readText('task', task, TASK_LIMIT);
}

export function readUuid(text: string): string {
  if (!UUID.test(text)) throw new HttpError(404, 'not found');
  return text;
}

/** A whole number of a query, within bounds. */
export function readNumber(query: URLSearchParams, name: string, fallback: number, most: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  if (!/^\d{1,15}$/.test(text) || Number(text) > most) throw new HttpError(400, `${name} must be a whole number up to ${most}`);
  return Number(text);
}

/** `?head=SEQ:HASH`, as often as wanted. */
export function readHeads(query: URLSearchParams): readonly { readonly seq: number; readonly hash: string }[] {
  return query.getAll('head').map((text) => {
    const [, seq = '', hash = ''] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text) ?? [];
    if (hash === '') throw new HttpError(400, 'head must be SEQ:HASH, as an earlier answer gave them');
    return { seq: Number(seq), hash };
  });
}

function readObject(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new HttpError(400, 'the body must be a JSON object');
  return body as Record<string, unknown>;
}

function refuseRest(rest: Record<string, unknown>): void {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new HttpError(400, `unknown key ${JSON.stringify(unknown.slice(0, 100))}`);
}

function readText(name: string, value: unknown, limit: number): string {
  if (typeof value !== 'string' || value === '') throw new HttpError(400, `${name} must be a text, and not empty`);
  if (value.length > limit) throw new HttpError(400, `${name} is longer than ${limit} characters`);
  if (value.includes('\u0000') || !value.isWellFormed()) throw new HttpError(400, `${name} holds characters that cannot be kept`);
  return value;
}
