import { checksOfFolders } from '../../src/checks/static.ts';
import type { Instruction, Place } from '../../src/domain/index.ts';
import { parseDockerfile, placeInRest } from '../../src/formats/index.ts';
import { fixText, lintDockerfile, planLint } from '../../src/lint/index.ts';
import { dockerfileFactsOf } from '../../src/sensors/static.ts';

const plan = planLint(checksOfFolders, { profile: 'strict', only: [], skip: [], config: null });

/** Throws with what is wrong, where it does not hold. */
export function ensure(holds: boolean, what: string): void {
  if (!holds) throw new Error(`does not hold: ${what}`);
}

function within(text: string, { startOffset, endOffset, startLine, endLine }: Place, what: string): void {
  const [start, end] = [startOffset ?? 0, endOffset ?? startOffset ?? 0];
  ensure(start >= 0 && start <= end && end <= text.length, `${what}: a place outside the text`);
  ensure(startLine >= 1 && startLine <= endLine, `${what}: lines ${startLine} to ${endLine}`);
}

/** Every text is read; places lie in it and hold what was read; what is printed again reads the same. */
export function checkParse(text: string): void {
  const parsed = parseDockerfile('Dockerfile', text);
  for (const { at, code } of parsed.problems) within(text, at, code);
  for (const { at } of parsed.comments) within(text, at, 'comment');
  for (const instruction of parsed.instructions) checkInstruction(text, instruction);
  dockerfileFactsOf({ path: 'Dockerfile', text, target: 's1', args: { A: 'x' } });
  const printed = parsed.instructions.map((it) => printedOf(text, it)).join('\n');
  const again = parseDockerfile('Dockerfile', `# escape=${parsed.escape}\n${printed}`);
  ensure(spelt(again.instructions) === spelt(parsed.instructions), 'what is printed reads otherwise');
}

const printedOf = (text: string, { at }: Instruction): string => text.slice(at.startOffset, at.endOffset);

function spelt(instructions: readonly Instruction[]): string {
  return JSON.stringify(
    instructions.map(({ keyword, args, form, flags, heredocs }) => [
      keyword,
      args,
      form,
      flags.map(({ name, value }) => [name, value]),
      heredocs.map(({ name, content }) => [name, content.replaceAll('\r\n', '\n')]),
    ]),
  );
}

function checkInstruction(text: string, instruction: Instruction): void {
  const { at, argsAt, args, flags, heredocs, segments, text: joined, rest, inner } = instruction;
  within(text, at, instruction.keyword);
  for (const place of [...argsAt, ...flags.map((it) => it.at), ...heredocs.map((it) => it.at)])
    within(text, place, 'part');
  ensure(args.length === argsAt.length, 'arguments without a place');
  for (const [index, { at: from, offset }] of segments.entries()) {
    const part = joined.slice(from, segments[index + 1]?.at);
    ensure(text.startsWith(part, offset), 'a piece that is not in the file');
  }
  if (segments.length === 1) {
    const place = placeInRest(instruction, 0, rest.length);
    ensure(rest === '' || text.slice(place.startOffset, place.endOffset) === rest, 'arguments that stand elsewhere');
  }
  if (inner) checkInstruction(text, inner);
}

const find = (text: string) =>
  lintDockerfile(plan, {
    dockerfile: dockerfileFactsOf({ path: 'Dockerfile', text, target: null, args: {} }),
    context: null,
  });

/** Every rule takes every text; findings and their edits lie in it. */
export function checkLint(text: string): void {
  const lines = text.split('\n').length;
  for (const { at, id, fix, message } of find(text)) {
    within(text, at, id);
    ensure(at.endLine <= lines, `${id}: a line behind the last`);
    ensure(message !== '', `${id}: a finding without words`);
    let end = 0;
    for (const edit of [...(fix?.edits ?? [])].sort((left, right) => left.start - right.start)) {
      ensure(edit.start >= end && edit.end >= edit.start && edit.end <= text.length, `${id}: edits over each other`);
      end = edit.end;
    }
  }
}

const world = { find, faults: (text: string) => parseDockerfile('Dockerfile', text).problems.length };

/** What is mended reads no worse, and mending it again changes nothing. */
export function checkFixes(text: string): void {
  const fixed = fixText(text, world);
  ensure(world.faults(fixed.text) <= world.faults(text), 'what is mended reads worse');
  ensure(fixText(fixed.text, world).text === fixed.text, 'mending twice changes more than once');
}
