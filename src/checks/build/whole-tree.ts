import type { Instruction, ParsedDockerfile, Stage } from '../../domain/index.ts';
import { eachCommand, effectiveOf, stageNamed } from '../../formats/index.ts';
import { contains, overlaps, under } from './compiled.ts';
import { contextSources, isLikelySource } from './order.ts';
import { Origins } from './origins.ts';

/** A COPY that takes the sources of a builder along with what was compiled of them. */
export interface WholeTree {
  readonly copy: Instruction;
  readonly stage: Stage;
  /** Brings the sources into the builder. */
  readonly sources: Instruction;
  /** Compiles them there. */
  readonly compiles: Instruction;
}

/** COPYs into the target of a folder in which another stage has both sources and what it compiled of them. */
export function wholeTrees(parsed: ParsedDockerfile, target: Stage): readonly WholeTree[] {
  const copies = new Origins(parsed, { libc: {}, portable: [] }).copiesOf(target);
  const works = new Map<number, Work>();
  return copies.flatMap(({ instruction, from, sources, stage }) => {
    const builder = stageNamed(parsed.stages, from, stage.index);
    if (!builder) return [];
    const work = works.get(builder.index) ?? workOf(parsed, builder);
    works.set(builder.index, work);
    const { compiles } = work;
    const taken = work.brought.find(({ path }) => sources.some((source) => source !== '/' && contains(source, path)));
    return compiles && taken ? [{ copy: instruction, stage: builder, sources: taken.by, compiles }] : [];
  });
}

interface Work {
  readonly brought: readonly { readonly path: string; readonly by: Instruction }[];
  readonly compiles: Instruction | null;
}

const BUILDS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:npm|pnpm|yarn|bun)$/, /^(?:run(?:-script)? )?(?:build|compile)(?:[:\s]|$)/],
  [/^(?:npx|pnpx|bunx)$/, /^(?:tsc|vite|webpack|rollup|esbuild|tsup|swc|nest|ng)(?:\s|$)/],
  [/^(?:tsc|webpack|rollup|esbuild|tsup|swc)$/, /^(?!.*--noEmit)/],
  [/^(?:vite|next|nest|ng)$/, /^build(?:\s|$)/],
  [/^go$/, /^(?:build|install)(?:\s|$)/],
  [/^cargo$/, /^(?:build|b|install)(?:\s|$)/],
  [/^dotnet$/, /^(?:publish|build)(?:\s|$)/],
  [/^mvnw?$/, /(?:^|\s)(?:package|install|verify)(?:\s|$)/],
  [/^gradlew?$/, /(?:^|\s)(?:build|assemble|bootJar|installDist)(?:\s|$)/],
];

/** What a stage takes from the context and compiles; sources that it removes after that are not there any more. */
function workOf(parsed: ParsedDockerfile, stage: Stage): Work {
  let brought: Work['brought'] = [];
  let compiles: Instruction | null = null;
  effectiveOf(parsed, stage, {}, (instruction, { workdir, shell }) => {
    const sources = contextSources(instruction).filter(isLikelySource);
    const to = under(workdir ?? '/', instruction.args.at(-1) ?? '');
    brought = [...brought, ...sources.map((source) => ({ path: placeOf(source, to), by: instruction }))];
    if (instruction.keyword !== 'RUN') return;
    let folder = workdir ?? '/';
    for (const { name, words } of eachCommand(instruction, shell)) {
      const texts = words.slice(1).map(({ text }) => text);
      if (name === 'cd') folder = under(folder, texts[0] ?? '/');
      const removed = name === 'rm' ? texts.filter((text) => !text.startsWith('-')) : [];
      brought = brought.filter(({ path }) => !removed.some((text) => overlaps(under(folder, text), path)));
      const said = texts.join(' ');
      if (brought.length > 0 && BUILDS.some(([program, does]) => program.test(name) && does.test(said))) {
        compiles = instruction;
      }
    }
  });
  return { brought, compiles };
}

/** A file stands in the folder that it is copied to; a folder's content becomes that of the other. */
function placeOf(source: string, to: string): string {
  return /\.\w+$/.test(source) && !/[*?[]/.test(source) ? `${to === '/' ? '' : to}/${source.replace(/^.*\//, '')}` : to;
}
