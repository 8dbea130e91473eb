import type { Instruction, Stage, TextEdit } from '../../domain/index.ts';
import { parseDockerfile } from './parse.ts';

export type { TextEdit };

let last: { readonly text: string; readonly stages: readonly Stage[] } | null = null;

/** The stages of a text that is edited: one is edited many times over, and is parsed once. */
export function stagesIn(text: string): readonly Stage[] {
  if (last?.text !== text) last = { text, stages: parseDockerfile('Dockerfile', text).stages };
  return last.stages;
}

/** Applies edits that do not overlap; of two insertions at one place the later one comes first. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const edit of edits.toReversed().sort((left, right) => left.start - right.start)) {
    pieces.push(text.slice(at, edit.start), edit.text);
    at = Math.max(at, edit.end);
  }
  return `${pieces.join('')}${text.slice(at)}`;
}

/** Puts lines at the end of every stage, so that they hold whichever stage is built; null without a stage. */
export function appendToStages(text: string, lines: string | ((stage: Stage) => string | null)): string | null {
  const stages = stagesIn(text);
  if (stages.length === 0) return null;
  return applyEdits(
    text,
    stages.flatMap((stage) => {
      const added = typeof lines === 'string' ? lines : lines(stage);
      return added === null ? [] : [{ ...endOfContent(text, stage), text: `\n${added}\n` }];
    }),
  );
}

/** A last instruction that is continued into nothing loses its escape, else it would swallow what follows. */
function endOfContent(text: string, stage: Stage): { start: number; end: number } {
  const last = stage.body.at(-1) ?? stage.from;
  const end = last.at.endOffset ?? text.length;
  const piece = last.segments.at(-1);
  if (last.heredocs.length > 0 || !piece) return { start: end, end };
  const start = Math.min(end, piece.offset + last.text.length - piece.at);
  return { start, end };
}

/** Changes every instruction of the stages that the function wants changed: another text, or null to delete it. */
export function rewriteInstructions(
  text: string,
  change: (instruction: Instruction) => string | null | undefined,
): string | null {
  const stages = stagesIn(text);
  const edits = stages
    .flatMap(({ from, body }) => [from, ...body])
    .flatMap((instruction) => {
      const changed = change(instruction);
      const { startOffset: start, endOffset: end } = instruction.at;
      return changed === undefined || start === undefined || end === undefined
        ? []
        : [{ start, end, text: changed ?? '' }];
    });
  return edits.length === 0 ? null : applyEdits(text, edits);
}
