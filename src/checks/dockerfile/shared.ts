import type { Instruction, Stage } from '../../domain/index.ts';
import {
  appendToStages,
  applyEdits,
  chainOf,
  type Command,
  type CommandWord,
  eachCommand,
  rewriteInstructions,
  stagesIn,
} from '../../formats/index.ts';
import type { Place, Sources } from '../kit.ts';

export {
  type Command,
  assignmentsOf,
  type CommandWord,
  directLine,
  eachCommand,
  flagValue,
  healthRemedy,
  matchesReference,
  mountsOf,
  outcomeOf,
  programsOf,
  reachableFrom,
  readShellLine,
  scriptFileOf,
  scriptsOf,
} from '../../formats/index.ts';
export { chainOf };

/** What is said where there is nothing to look at. */
export const NO_STAGE = 'there is no build stage to look at';

/** The target stage and the stages that it is made of, root first; all that ends up in the image. */
export function madeOf(stages: readonly Stage[], target: Stage | null): readonly Stage[] {
  return target ? chainOf(stages, target) : [];
}

export type { Stage };

const SUDO_VALUED =
  /^(?:-[A-Za-z]*[CDghpRrtTUu]|--(?:close-from|chdir|group|host|prompt|chroot|role|type|command-timeout|other-user|user))$/;
/** With these it runs nothing: it edits, lists, or looks after its own time stamps. */
const SUDO_ALONE =
  /^(?:-[A-Za-z]*[eKklVv][A-Za-z]*|--(?:edit|list|remove-timestamp|reset-timestamp|validate|version|help))$/;

/** The command that `sudo` runs, at the place of the whole; any other as it is. */
export function behindSudo(command: Command): Command {
  let words = command.words;
  while (words[0]?.literal && /^(?:\/(?:usr\/)?bin\/)?sudo$/.test(words[0].text)) {
    const inner = afterOptions(words);
    if (inner.length === 0) break;
    words = inner;
  }
  const [program] = words;
  if (words === command.words || !program) return command;
  return { ...command, words, name: program.literal ? program.text.slice(program.text.lastIndexOf('/') + 1) : '' };
}

function afterOptions(words: readonly CommandWord[]): readonly CommandWord[] {
  let at = 1;
  for (let text = words[at]?.text; text !== undefined; text = words[at]?.text) {
    if (text === '--') return words.slice(at + 1);
    if (SUDO_ALONE.test(text)) return [];
    if (!/^(?:-.|[A-Za-z_]\w*=)/.test(text)) break;
    at += SUDO_VALUED.test(text) ? 2 : 1;
  }
  return words.slice(at);
}

/** The commands of an instruction, each without the `sudo` before it. */
export function commandsOf(instruction: Instruction, shell?: readonly string[]): readonly Command[] {
  return eachCommand(instruction, shell).map(behindSudo);
}

/** A RUN with the shell that runs it and its commands. */
export interface Run {
  readonly instruction: Instruction;
  readonly shell: readonly string[];
  readonly commands: readonly Command[];
  readonly stage: Stage;
}

const DEFAULT_SHELL = ['/bin/sh', '-c'];

/** Every RUN of the stages, each with the SHELL that holds there; a stage goes on with its base's. */
export function runsOf(all: readonly Stage[], wanted: readonly Stage[]): readonly Run[] {
  const shells = new Map<number, readonly string[]>();
  const runs: Run[] = [];
  for (const stage of all) {
    let shell = (stage.base.kind === 'stage' ? shells.get(stage.base.index) : undefined) ?? DEFAULT_SHELL;
    for (const instruction of stage.body) {
      if (instruction.keyword === 'SHELL') shell = instruction.args;
      if (instruction.keyword !== 'RUN' || !wanted.includes(stage)) continue;
      runs.push({ instruction, shell, commands: commandsOf(instruction, shell), stage });
    }
    shells.set(stage.index, shell);
  }
  return runs;
}

/** Lines put at the end of every stage: they hold whichever stage is the target. */
export function atEnd(lines: string): (sources: Sources) => Sources | null {
  return (sources) => edited(sources, (text) => appendToStages(text, lines));
}

/** A line put before the first FROM, where nothing can swallow it. */
export function atTop(line: string): (sources: Sources) => Sources | null {
  return (sources) =>
    edited(sources, (text) => {
      const start = stagesIn(text)[0]?.at.startOffset;
      return start === undefined ? null : applyEdits(text, [{ start, end: start, text: `${line}\n` }]);
    });
}

export function edited(sources: Sources, edit: (text: string) => string | null): Sources | null {
  const text = sources.dockerfile === null ? null : edit(sources.dockerfile);
  return text === null ? null : { ...sources, dockerfile: text };
}

/** Stretches of the Dockerfile replaced; for edits made from the facts of that very text. */
export function replaced(
  places: readonly { readonly at: Place; readonly by: string }[],
): (sources: Sources) => Sources | null {
  const edits = places.flatMap(({ at: { startOffset: start, endOffset: end }, by: text }) =>
    start === undefined || end === undefined ? [] : [{ start, end, text }],
  );
  return (sources) => (edits.length === 0 ? null : edited(sources, (text) => applyEdits(text, edits)));
}

/** Every instruction of a kind deleted, triggers too, and every base that is known to bring the same put on `scratch`. */
export function without(
  keyword: string,
  isKnownBase: (reference: string) => boolean,
): (sources: Sources) => Sources | null {
  return (sources) =>
    edited(sources, (text) => {
      const stages = stagesIn(text);
      return rewriteInstructions(text, (instruction) => {
        if (instruction.keyword === keyword || instruction.inner?.keyword === keyword) return null;
        const stage = stages.find(({ from }) => from.at.startOffset === instruction.at.startOffset);
        if (stage?.base.kind !== 'image' || !isKnownBase(stage.base.reference)) return undefined;
        return ['FROM scratch', ...instruction.args.slice(1)].join(' ');
      });
    });
}

/** The image that a chain of stages begins with; null for `scratch`. */
export function rootImage(chain: readonly Stage[]): string | null {
  const base = chain[0]?.base;
  return base?.kind === 'image' ? base.reference : null;
}
