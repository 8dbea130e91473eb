import type { Instruction, Stage } from '../../../../domain/index.ts';
import { eachCommand, type TextEdit } from '../../../../formats/index.ts';

/**
 * `RUN chown -R OWNER FOLDER` becomes `--chown=OWNER` of what is copied into that folder before; the folder itself still
 * changes hands, which costs nothing. Nothing where the RUN does anything else.
 */
export function chownEdits(instruction: Instruction, stage: Stage): readonly TextEdit[] {
  const commands = instruction.keyword === 'RUN' ? eachCommand(instruction) : [];
  const [command] = commands;
  if (!command || commands.length !== 1 || command.name !== 'chown' || command.words.some(({ literal }) => !literal))
    return [];
  const recursive = command.words.find(({ text }) => text === '-R' || text === '--recursive');
  const [owner, ...folders] = command.words.slice(1).filter(({ text }) => !text.startsWith('-'));
  const { startOffset: start, endOffset: end } = recursive?.at ?? {};
  if (!owner || folders.length === 0 || start === undefined || end === undefined) return [];
  const copies = stage.body.slice(0, stage.body.indexOf(instruction)).flatMap((it, at) => {
    const isWithin = folders.some(({ text }) =>
      `${destinationOf(it, stage.body.slice(0, at))}/`.startsWith(`${text.replace(/\/+$/, '')}/`),
    );
    const place = it.at.startOffset;
    if (!/^(?:COPY|ADD)$/.test(it.keyword) || it.flags.some(({ name }) => name === 'chown') || !isWithin) return [];
    if (place === undefined) return [];
    const behind = place + it.keyword.length;
    return [{ start: behind, end: behind, text: ` --chown=${owner.text}` }];
  });
  return copies.length === 0 ? [] : [...copies, { start, end: end + 1, text: '' }];
}

/** Where a COPY puts what it takes, by the WORKDIRs before it. */
function destinationOf(copy: Instruction, before: readonly Instruction[]): string {
  const folder = before
    .filter(({ keyword }) => keyword === 'WORKDIR')
    .reduce((at, { rest }) => (rest.startsWith('/') ? rest : `${at}/${rest}`), '');
  const target = (copy.args.at(-1) ?? '').replace(/^\.\/?/, '');
  return (target.startsWith('/') ? target : `${folder}/${target}`).replace(/\/+$/, '');
}
