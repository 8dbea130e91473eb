import type { DockerfileFacts, Instruction, Place, Stage } from '../../../../domain/index.ts';
import { chainOf, eachCommand, flagValue, stageNamed } from '../../../../formats/index.ts';
import type { Origin } from '../origins.ts';

/** The instruction to change, and how a sentence names it. */
export interface Culprit {
  readonly at: Place | null;
  readonly what: string;
}

/** Finds what is to be changed: of the instructions behind a layer the last with such a command, else the layer's own. */
export function culpritOf(origin: Origin | undefined, dockerfile: DockerfileFacts | null, command?: RegExp): Culprit {
  const own = origin?.made?.instruction;
  if (!origin || !own) return { at: null, what: origin ? `\`${shortened(origin.label)}\`` : 'the build' };
  const behind = dockerfile ? instructionsBehind(origin, dockerfile) : [own];
  const found = command && behind.findLast((it) => commandTexts(it).some((text) => command.test(text)));
  const instruction = found ?? own;
  return { at: instruction.at, what: `line ${instruction.at.startLine} (\`${shortened(instruction.text)}\`)` };
}

/** The instruction that made a layer; for what was copied out of another stage, the commands that were run there as well. */
function instructionsBehind({ made }: Origin, { stages }: Pick<DockerfileFacts, 'stages'>): readonly Instruction[] {
  if (!made) return [];
  const behind = new Set<Stage>();
  const follow = (instruction: Instruction, stage: Stage): void => {
    const from = instruction.keyword === 'COPY' ? flagValue(instruction, 'from') : null;
    const source = from === null ? null : stageNamed(stages, from, stage.index);
    for (const link of source ? chainOf(stages, source) : []) behind.add(link);
  };
  follow(made.instruction, made.stage);
  for (const stage of behind) for (const it of stage.body) follow(it, stage); // a Set hands out what is added meanwhile
  const run = [...behind].sort((a, b) => a.index - b.index).flatMap(({ body }) => body);
  return [...run.filter(({ keyword }) => keyword === 'RUN'), made.instruction];
}

function commandTexts(instruction: Instruction): readonly string[] {
  if (instruction.keyword !== 'RUN') return [];
  return eachCommand(instruction).map(({ name, words }) => [name, ...words.slice(1).map(({ text }) => text)].join(' '));
}

const SHOWN = 48;

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim().replaceAll('`', "'");
  return line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line;
}
