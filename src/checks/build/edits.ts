import { type BuildChange, type Facts, NEVER_CACHED, type Stage } from '../../domain/index.ts';
import { appendToStages, applyEdits, type Install, installsOf, stagesIn } from '../../formats/index.ts';
import type { Sources, TextEdit } from '../kit.ts';
import { spanOf } from './bases.ts';

/** A line at the end of the stage that is built. */
export function atTheEnd(sources: Sources, target: Stage | null | undefined, line: string): BuildChange | null {
  const { dockerfile } = sources;
  if (dockerfile === null || !target) return null;
  const text = appendToStages(dockerfile, ({ index }) => (index === target.index ? line : null));
  return text === null ? null : { dockerfile: text };
}

/** `RUN sleep` at the end of the last stage that is known to run commands in a shell; null where none does. */
export function sleeping(
  sources: Sources,
  { cold }: Pick<Facts['build'], 'cold'>,
  seconds: number,
): BuildChange | null {
  const lines = new Set(cold.steps.map(({ at }) => at?.startLine));
  const stage = stagesOf(sources).findLast(({ body }) =>
    body.some(({ keyword, form, at }) => keyword === 'RUN' && form === 'shell' && lines.has(at.startLine)),
  );
  return atTheEnd(sources, stage, `RUN sleep ${seconds} # ${NEVER_CACHED}`);
}

/** The last builder shipped as it is: the stage that is built goes on from it and does nothing. */
export function withBuilderShipped(sources: Sources, built: Facts['build']['stages']): BuildChange | null {
  const { dockerfile } = sources;
  const stages = stagesOf(sources);
  const kept = built.findLast(({ discarded }) => !discarded);
  const left = built.findLast(({ index, discarded }) => discarded && kept && index < kept.index);
  const [target, builder] = [kept, left].map((it) => stages.find(({ index }) => index === it?.index));
  if (dockerfile === null || !target || !builder) return null;
  const name = builder.name ?? 'tickproof-builder';
  const alias = target.name === null ? '' : ` AS ${target.name}`;
  const edits = [
    { ...spanOf(target.at), text: `FROM ${name}${alias}` },
    ...(builder.name === null ? [named(builder, name)] : []),
  ];
  return { dockerfile: applyEdits(dockerfile, edits) };
}

const SOURCES = 'tickproof-sources';

/**
 * The files above the first install, where only the builder sees them: by way of a stage of their own. The text ends at the
 * install and goes by the target's name, so that nothing else is built. Null where stages are meant by number.
 */
export function sourcesAboveInstall(
  sources: Sources,
  target: Stage | null | undefined,
  installs: readonly Install[],
  files: readonly string[],
): BuildChange | null {
  const { dockerfile } = sources;
  const [wanted] = installs;
  if (dockerfile === null || !target || !wanted || files.length === 0 || /from=\d/i.test(dockerfile)) return null;
  const stages = stagesOf(sources);
  const install = installsOf(stages, new Set([wanted.stage.index])).find(
    ({ instruction }) => instruction.at.startLine === wanted.instruction.at.startLine,
  );
  if (!install) return null;
  const { start: from } = spanOf(install.stage.from.at);
  const { start, end } = spanOf(install.instruction.at);
  const stage = `FROM scratch AS ${SOURCES}\nCOPY ${JSON.stringify([...files, '/'])}\n`;
  const isRenamed = target.name !== null && target.index !== install.stage.index;
  return {
    dockerfile: applyEdits(dockerfile, [
      { start: from, end: from, text: stage },
      ...(isRenamed ? [named(install.stage, target.name)] : []),
      { start, end: start, text: `COPY --from=${SOURCES} / /${SOURCES}/\n` },
      { start: end, end: dockerfile.length, text: '\n' },
    ]),
  };
}

function stagesOf({ dockerfile }: Sources): readonly Stage[] {
  return dockerfile === null ? [] : stagesIn(dockerfile);
}

/** The name behind FROM, in place of one that it has. */
function named({ from }: Stage, name: string): TextEdit {
  return { start: spanOf(from.argsAt[0] ?? from.at).end, end: spanOf(from.at).end, text: ` AS ${name}` };
}
