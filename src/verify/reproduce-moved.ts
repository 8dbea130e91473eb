import type { EvidenceRecord, Subject } from '../domain/index.ts';
import { literal } from './reproduce-words.ts';

const WORDS = /(?:'[^']*'|\\.|[^\s'\\])+|\s+|['\\]/g;
/** Words after which our own commands name the folder. */
const BEFORE: ReadonlySet<string> = new Set(['-f', '--project-directory', '>>']);
const OURS: ReadonlySet<string> = new Set(['dockerfile', 'context', 'verify']);

/** The last record with its commands as they are typed here: what is taken over must not name the folder from somewhere else. */
export function lastFromHere(last: EvidenceRecord | null, subject: Subject): EvidenceRecord | null {
  return last === null || subject.kind !== 'folder' ? last : seenFrom(last, subject.path);
}

/** A record of a folder as it would be, had the folder been called `path`: for who stands elsewhere than the run did. */
export function seenFrom(record: EvidenceRecord, path: string): EvidenceRecord {
  const { subject, inputs } = record;
  if (subject === path) return record;
  const ticks = record.ticks.map((tick) => ({
    ...tick,
    reproduce: tick.reproduce.map((line) => movedTo(line, subject, path)),
  }));
  const { criteria } = inputs;
  const file = criteria.path?.startsWith(`${subject}/`) ? criteria.path.slice(subject.length + 1) : null;
  const moved = file === null ? criteria : { ...criteria, path: path === '.' ? file : `${path}/${file}` };
  return { ...record, subject: path, ticks, inputs: { ...inputs, criteria: moved } };
}

/** A command by hand in which the deployment's folder is named from somewhere else. What a container is told stays as it is. */
export function movedTo(line: string, from: string, to: string): string {
  const pieces = line.match(WORDS) ?? [];
  const words = pieces.filter((it) => it.trim() !== '');
  const isBuild = /^(?:time )?docker build /.test(line);
  if (!isBuild && !/^(?:tickproof|echo) |docker compose --project-directory /.test(line)) return line;
  let index = -1;
  let isTheirs = false;
  const moved = pieces.map((piece) => {
    if (piece.trim() === '') return piece;
    index += 1;
    isTheirs ||= piece === 'exec';
    const before = words[index - 1] ?? '';
    const isFolder =
      BEFORE.has(before) || (words[0] === 'tickproof' && OURS.has(before)) || (isBuild && index === words.length - 1);
    return isFolder && !isTheirs ? movedWord(piece, from, to) : piece;
  });
  return moved.join('');
}

function movedWord(word: string, from: string, to: string): string {
  const path = word.startsWith("'") ? word.slice(1, -1).replaceAll(String.raw`'\''`, "'") : word;
  if (path === from) return literal(to);
  return path.startsWith(`${from}/`) ? literal(`${to}${path.slice(from.length)}`) : word;
}
