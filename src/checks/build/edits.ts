import { type BuildChange, type Facts, NEVER_CACHED, type Stage } from '../../domain/index.ts';
import { appendToStages, applyEdits, type Install, installsOf, parseDockerfile } from '../../formats/index.ts';
import type { Sources } from '../kit.ts';

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
  const target = stages[built.findLast(({ discarded }) => !discarded)?.index ?? -1];
  const builder =
    stages[built.findLast(({ index, discarded }) => discarded && index < (target?.index ?? 0))?.index ?? -1];
  const start = target?.from.at.startOffset;
  const end = (target?.body.at(-1) ?? target?.from)?.at.endOffset;
  if (dockerfile === null || !target || !builder || start === undefined || end === undefined) return null;
  const name = builder.name ?? 'tickproof-builder';
  const alias = target.name === null ? '' : ` AS ${target.name}`;
  const edits = [{ start, end, text: `FROM ${name}${alias}` }, ...(builder.name === null ? named(builder, name) : [])];
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
  const from = install?.stage.from.at.startOffset;
  const { startOffset: start, endOffset: end } = install?.instruction.at ?? {};
  if (!install || from === undefined || start === undefined || end === undefined) return null;
  const stage = `FROM scratch AS ${SOURCES}\nCOPY ${JSON.stringify([...files, '/'])}\n`;
  const isRenamed = target.name !== null && target.index !== install.stage.index;
  return {
    dockerfile: applyEdits(dockerfile, [
      { start: from, end: from, text: stage },
      ...(isRenamed ? named(install.stage, target.name) : []),
      { start, end: start, text: `COPY --from=${SOURCES} / /${SOURCES}/\n` },
      { start: end, end: dockerfile.length, text: '\n' },
    ]),
  };
}

function stagesOf({ dockerfile }: Sources): readonly Stage[] {
  return dockerfile === null ? [] : parseDockerfile('Dockerfile', dockerfile).stages;
}

/** The name behind FROM, in place of one that it has. */
function named({ from }: Stage, name: string) {
  const start = from.argsAt[0]?.endOffset;
  const end = from.at.endOffset;
  return start === undefined || end === undefined ? [] : [{ start, end, text: ` AS ${name}` }];
}
