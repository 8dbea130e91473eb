import type { ParsedDockerfile, Sighting, TextEdit } from '../rule.ts';
import { fixOf, spanOf } from '../layout.ts';
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
      return [
        {
          at: first.command.at,
          text: first.command.text,
          message: typeof message === 'string' ? message : message(first),
          ...(fix
            ? fixOf(
                fix.title,
                calls.flatMap((call) => fix.edit(call, source.text, run) ?? []),
              )
            : {}),
        },
      ];
    })
    .sort((left, right) => left.at.startLine - right.at.startLine);
}

/** An option put behind a word: as a word of its own, or as a string of the JSON array. Null where the word is not in the file as read. */
export function optionBehind(word: CommandWord | undefined, option: string, text: string, run: Run): TextEdit | null {
  return editOfWord(word, text, run, ({ end }, isString) => ({
    start: end,
    end,
    text: isString ? `, ${JSON.stringify(option)}` : ` ${option}`,
  }));
}

/** A word replaced by another one. */
export function wordReplaced(word: CommandWord | undefined, by: string, text: string, run: Run): TextEdit | null {
  return editOfWord(word, text, run, (span, isString) => ({ ...span, text: isString ? JSON.stringify(by) : by }));
}

type Span = NonNullable<ReturnType<typeof spanOf>>;

/** Quoted words, and those of scripts whose tabs were taken off, are not where they seem to be. */
function editOfWord(
  word: CommandWord | undefined,
  text: string,
  { instruction }: Run,
  edit: (span: Span, isString: boolean) => TextEdit,
): TextEdit | null {
  const span = spanOf(word?.at);
  if (!word || !span) return null;
  const written = text.slice(span.start, span.end);
  const isString = instruction.form === 'exec' && written === JSON.stringify(word.text);
  const around = [text.charAt(span.start - 1), text.charAt(span.end)];
  const isWord = written === word.text && around.every((char) => /^[\s;&|()`]?$/.test(char));
  return isString || isWord ? edit(span, isString) : null;
}

export function argumentNamed({ args }: Call, ...names: readonly string[]): CommandWord | undefined {
  return args.find(({ text }) => names.includes(text));
}

const RUNS_ON = ['', '&&', ';'];

/** Another command put behind one that runs exactly once, when it went well. */
export function commandBehind(call: Call, added: string, text: string, run: Run): TextEdit | null {
  const { command, args, isBehindSudo } = call;
  if (isBehindSudo) return null; // what is added would not have its rights
  const span = spanOf(command.at);
  const last = args.at(-1);
  if (run.instruction.form !== 'shell' || !span || !last) return null;
  if (command.depth > 0 || !RUNS_ON.includes(command.before) || !RUNS_ON.includes(command.after)) return null;
  if (/\b(?:if|for|while|until|case|do|function)\b|[{}]/.test(run.instruction.rest)) return null;
  if (command.redirections.length > 0 || !isThere(last, text)) return null;
  return { start: span.end, end: span.end, text: ` && ${added}` };
}

function isThere({ text: word, at }: CommandWord, text: string): boolean {
  const written = text.slice(at.startOffset, at.endOffset);
  return written.replace(/^(["'])(.*)\1$/s, '$2') === word;
}
