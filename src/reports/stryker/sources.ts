import type { EvidenceRecord, Place, Tick } from '../../domain/index.ts';
import { maskSecrets, sha256 } from '../../formats/index.ts';
import type { LinesOf } from '../../record/index.ts';
import { evidenceIn, factsSeen } from '../observed.ts';
import { IMAGE_FILE } from './names.ts';

interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Anchor {
  readonly file: string;
  readonly place: Pick<Place, 'startLine' | 'endLine'>;
}

export interface Location {
  readonly start: Position;
  readonly end: Position;
}

const FACTS = 3;
const MOST_LINES = 20_000;

/** Texts that mutants stand in: files as they were judged, what is known of them, and observations in files of our own. */
export class Sources {
  readonly #record: EvidenceRecord;
  readonly #linesOf: LinesOf;
  readonly #read = new Map<string, readonly string[] | null>();
  readonly #known = new Map<string, readonly string[]>();
  readonly #observed = new Map<string, string[]>();

  constructor(record: EvidenceRecord, linesOf: LinesOf) {
    this.#record = record;
    this.#linesOf = linesOf;
  }

  /** The line of a file of our own that tells what this criterion saw. */
  observation(file: string, tick: Tick): Anchor {
    const lines = this.#observed.get(file) ?? this.#headOf(file);
    this.#observed.set(file, lines);
    const { id, check } = tick.criterion;
    const said = factsSeen(tick, FACTS);
    const text = file === IMAGE_FILE ? `  ${JSON.stringify(id)}: ${JSON.stringify(said)},` : `${id} ${check}: ${said}`;
    const line = text.replaceAll(/[\r\n]+/g, ' ');
    const known = lines.indexOf(line) + 1;
    const at = known === 0 ? lines.push(line) : known;
    return { file, place: { startLine: at, endLine: at } };
  }

  /** Whether the file is there as it was judged. */
  isReal(file: string): boolean {
    return this.#realLines(file) !== null;
  }

  textOf(file: string): { readonly language: string; readonly source: string } {
    return { language: languageOf(file), source: this.#linesIn(file).join('\n') };
  }

  /** From the first letter of a place to its end; lines that are not there are clamped. */
  location(file: string, { startLine, endLine }: Pick<Place, 'startLine' | 'endLine'>): Location {
    const lines = this.#linesIn(file);
    const first = Math.min(Math.max(1, Math.trunc(startLine)), lines.length);
    const last = Math.min(Math.max(first, Math.trunc(endLine)), lines.length);
    const column = Math.max(0, (lines[first - 1] ?? '').search(/\S/)) + 1;
    const end = (lines[last - 1] ?? '').length + 1;
    return {
      start: { line: first, column },
      end: { line: last, column: first === last ? Math.max(end, column + 1) : end },
    };
  }

  #linesIn(file: string): readonly string[] {
    const observed = this.#observed.get(file);
    if (observed) return file === IMAGE_FILE ? [...observed.slice(0, -1), lastOf(observed), '}'] : observed;
    const known = this.#realLines(file) ?? this.#known.get(file) ?? this.#excerptsOf(file);
    this.#known.set(file, known);
    return known;
  }

  /** The file, secrets masked; null where it is not at hand or is another by now. */
  #realLines(file: string): readonly string[] | null {
    const earlier = this.#read.get(file);
    if (earlier !== undefined) return earlier;
    const { subject } = this.#record; // the criteria's path is as seen from where the run was started
    const below = file.startsWith(`${subject}/`) ? this.#linesOf(file.slice(subject.length + 1)) : null;
    const lines = this.#linesOf(file) ?? below;
    const masked = lines && this.#isAsJudged(file, lines) ? maskSecrets(lines.join('\n')).split('\n') : null;
    const real = masked && masked.length === lines?.length ? masked : null;
    this.#read.set(file, real);
    return real;
  }

  #isAsJudged(file: string, lines: readonly string[]): boolean {
    const { dockerfile, files = [] } = this.#record.inputs;
    const judged = [...files, ...(dockerfile ? [dockerfile] : [])].find(({ path }) => path === file)?.sha256;
    if (judged === undefined) return true; // the criteria's own digest is of what they say, not of the text
    const texts = ['\n', '\r\n'].map((end) => lines.join(end));
    return texts.some((text) => sha256(text) === judged || sha256(`present\n${text}`) === judged); // the input's digest, in records that list no files
  }

  /** What the record quotes of a file, each line where it stood. */
  #excerptsOf(file: string): readonly string[] {
    const listed = this.#record.inputs.files?.find(({ path }) => path === file)?.lines ?? 1;
    const lines = Array.from({ length: Math.min(MOST_LINES, Math.max(1, listed)) }, () => '');
    for (const it of this.#record.ticks.flatMap(evidenceIn)) {
      if (it.kind !== 'source' || it.at.file !== file) continue;
      it.text.split(/\r?\n/).forEach((text, index) => {
        const line = Math.trunc(it.at.startLine) - 1 + index;
        const missing = Math.min(line + 1, MOST_LINES) - lines.length;
        if (missing > 0) lines.push(...Array.from({ length: missing }, () => ''));
        if (line >= 0 && line < lines.length) lines[line] = text;
      });
    }
    if (lines[0] === '') lines[0] = `# ${file}: only what the record quotes of it`;
    return lines;
  }

  #headOf(file: string): string[] {
    const { image } = this.#record.inputs;
    if (file !== IMAGE_FILE) return [];
    return [
      '{',
      `  "image": ${JSON.stringify(image?.imageId ?? null)},`,
      `  "platform": ${JSON.stringify(image?.platform ?? null)},`,
    ];
  }
}

/** Without the comma that JSON does not want there. */
function lastOf(lines: readonly string[]): string {
  return (lines.at(-1) ?? '').replace(/,$/, '');
}

function languageOf(file: string): string {
  if (/\.ya?ml$/i.test(file)) return 'yaml';
  if (/\.json$/i.test(file)) return 'json';
  return /dockerfile|containerfile/i.test(file) && !file.endsWith('ignore') ? 'docker' : 'text';
}
