import type { ParsedDockerfile, Sighting, TextEdit } from '../rule.ts';
import type { CommandWord } from '../shared.ts';
import { type Call, type Run, runsIn } from './calls.ts';

interface Objection {
  /** The commands of a step that the rule objects to. */
  readonly culprits: (run: Run) => readonly Call[];
  readonly message: string | ((call: Call) => string);
  /** What mends one of them; null where that is not safe. */
  readonly fix?: {
    readonly title: string;
    readonly edit: (call: Call, text: string, run: Run) => TextEdit | null;
  };
  /** Whether the rule says nothing of the triggers of ONBUILD. */
  readonly sparesTriggers?: true;
}

/** One sighting for each RUN, at the first command that is objected to, with what mends all of that RUN. */
export function objections(source: ParsedDockerfile, objection: Objection): readonly Sighting[] {
  const { culprits, message, fix, sparesTriggers = false } = objection;
  return runsIn(source)
    .filter(({ part }) => !(sparesTriggers && part.isTrigger))
    .flatMap((run): Sighting[] => {
      const calls = culprits(run);
      const [first] = calls;
      if (!first) return [];
      const edits = fix ? calls.flatMap((call) => fix.edit(call, source.text, run) ?? []) : [];
      return [
        {
          at: first.command.at,
          text: first.command.text,
          message: typeof message === 'string' ? message : message(first),
          ...(fix && edits.length > 0 ? { fix: { title: fix.title, edits } } : {}),
        },
      ];
    })
    .sort((left, right) => (left.at.startOffset ?? 0) - (right.at.startOffset ?? 0));
}

/** An option put behind a word: as a word of its own, or as a string of the JSON array. Null where the word is not in the file as read. */
export function optionBehind(word: CommandWord | undefined, option: string, text: string): TextEdit | null {
  const { startOffset: start, endOffset: end } = word?.at ?? {};
  if (word === undefined || start === undefined || end === undefined) return null;
  const written = text.slice(start, end);
  if (written === JSON.stringify(word.text)) return { start: end, end, text: `, ${JSON.stringify(option)}` };
  return isWholeWord(written, word, text) ? { start: end, end, text: ` ${option}` } : null;
}

/** A word replaced by another one. */
export function wordReplaced(word: CommandWord | undefined, by: string, text: string): TextEdit | null {
  const { startOffset: start, endOffset: end } = word?.at ?? {};
  if (word === undefined || start === undefined || end === undefined) return null;
  const written = text.slice(start, end);
  if (written === JSON.stringify(word.text)) return { start, end, text: JSON.stringify(by) };
  return isWholeWord(written, word, text) ? { start, end, text: by } : null;
}

/** Quoted words, and those of scripts whose tabs were taken off, are not where they seem to be. */
function isWholeWord(written: string, { text: word, at }: CommandWord, text: string): boolean {
  const around = [text[(at.startOffset ?? 0) - 1] ?? ' ', text[at.endOffset ?? 0] ?? ' '];
  return written === word && around.every((char) => /[\s;&|()`]/.test(char));
}

export function argumentNamed({ args }: Call, ...names: readonly string[]): CommandWord | undefined {
  return args.find(({ text }) => names.includes(text));
}

const RUNS_ON = ['', '&&', ';'];

/** Another command put behind one that runs exactly once, when it went well. */
export function commandBehind({ command, args }: Call, added: string, text: string, run: Run): TextEdit | null {
  const { startOffset: start, endOffset: end } = command.at;
  const last = args.at(-1);
  if (run.instruction.form !== 'shell' || start === undefined || end === undefined || !last) return null;
  if (command.depth > 0 || !RUNS_ON.includes(command.before) || !RUNS_ON.includes(command.after)) return null;
  if (/\b(?:if|for|while|until|case|do|function)\b|[{}]/.test(run.instruction.rest)) return null;
  if (command.redirections.length > 0 || !isThere(last, text)) return null;
  return { start: end, end, text: ` && ${added}` };
}

function isThere({ text: word, at }: CommandWord, text: string): boolean {
  const written = text.slice(at.startOffset, at.endOffset);
  return written.replace(/^(["'])(.*)\1$/s, '$2') === word;
}
