import { basename } from 'node:path';
import { type Files, TickproofError } from '../domain/index.ts';
import { isComposeText, kindBy, type LintTarget, orTold, targetsIn, type Tell } from '../lint/index.ts';
import type { Io } from './io.ts';
import { type LintSource, STDIN } from './lint-one.ts';

const MOST_CHARACTERS = 50_000_000;
const MOST_BYTES_EACH = 3; // in UTF-8, of a character as JavaScript counts them

interface Asked {
  readonly words: readonly string[];
  readonly stdinFilename: string | undefined;
}

/** What is to be looked at: files, those of folders, and standard input where it is named; what cannot be read is told. */
export function sourcesOf(
  { words, stdinFilename }: Asked,
  files: Files,
  { cwd, err }: Pick<Io, 'cwd' | 'err'>,
  readInput: () => Uint8Array,
  tell: Tell,
): readonly LintSource[] {
  const wantsInput = words.includes(STDIN);
  if (stdinFilename !== undefined && !wantsInput)
    throw new TickproofError('usage', '--stdin-filename names standard input, which is not asked for', {
      remedy: `Add \`-\`: \`tickproof lint - --stdin-filename ${stdinFilename}\`. Files are named without it.`,
    });
  const paths = words.filter((it) => it !== STDIN);
  const asked = words.length === 0 ? ['.'] : paths;
  const fromFiles = targetsIn(files, cwd, asked, tell).flatMap((target) =>
    orTold(tell, () => [fromFile(target, files)], []),
  );
  if (!wantsInput) return fromFiles;
  const bytes = readInput();
  const path = stdinFilename ?? STDIN;
  if (bytes.length > MOST_CHARACTERS * MOST_BYTES_EACH) throw tooLarge(path);
  const text = bounded(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'), path);
  const isUnnamedCompose = stdinFilename === undefined && isComposeText(text);
  if (isUnnamedCompose)
    err(
      'tickproof: standard input is read as a compose file, for its `services`; `--stdin-filename Dockerfile` reads it as a Dockerfile\n',
    );
  const kind = kindBy(basename(path), text);
  const target: LintTarget = { path, file: files.resolve(cwd, path), kind, context: null };
  return [...fromFiles, { target, text, isWhole: isSame(text, bytes), input: bytes }];
}

function fromFile(target: LintTarget, files: Files): LintSource {
  const text = bounded(textOf(target, files), target.path);
  const isWhole = !text.includes('\ufffd') || isSame(text, files.readBytes(target.file));
  return { target: { ...target, kind: kindBy(basename(target.file), text) }, text, isWhole, input: null };
}

const MEND = { remedy: 'Mend the link, or delete it.' };

function textOf({ path, file }: LintTarget, files: Files): string {
  const isLink = files.stat(file)?.type === 'symlink';
  try {
    const text = files.readText(file);
    if (text !== null) return text;
  } catch (cause) {
    if (!isLink || !isRound(cause)) throw cause;
    throw new TickproofError('file-unreadable', `${path} is a link that leads back to itself`, MEND);
  }
  const what = isLink ? `is a link to ${files.readLink(file)}, which is not there` : 'is not there any more';
  throw new TickproofError('file-unreadable', `${path} ${what}`, isLink ? MEND : { remedy: 'Look at that path.' });
}

function isRound(error: unknown): boolean {
  const { cause } = error instanceof TickproofError ? error : {};
  return cause instanceof Error && 'code' in cause && cause.code === 'ELOOP';
}

function bounded(text: string, path: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  throw tooLarge(path);
}

function tooLarge(path: string): TickproofError {
  return new TickproofError('file-unreadable', `${path} is too large to be linted`, {
    remedy: 'Name only files that are written by people.',
  });
}

/** Whether a text is what was read: letters in another encoding would be lost when it is written again. */
function isSame(text: string, bytes: Uint8Array | null): boolean {
  return bytes !== null && Buffer.from(text, 'utf8').equals(bytes);
}
