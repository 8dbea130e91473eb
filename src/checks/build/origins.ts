import type { Instruction, ParsedDockerfile, Stage } from '../../domain/index.ts';
import { effectiveOf, expand, flagValue, stageNamed } from '../../formats/index.ts';
import { contains, type Made, madeIn, overlaps, under } from './compiled.ts';
import { type Libc, libcOf, OFFICIAL, officialOf, type Root, rootOf } from './libc.ts';

/** What is known beside the text: C libraries of bases by pattern, and sources of COPY that hold nothing compiled. */
export interface Told {
  readonly libc: Readonly<Record<string, Libc['kind']>>;
  readonly portable: readonly string[];
}

/** Something that is not portable, and what it was made on. */
export interface Native extends Pick<Made, 'language' | 'isStatic'> {
  readonly kind: Made['kind'] | 'system';
  readonly root: Root;
  readonly by: Instruction | null;
}

/** A COPY from another stage or image, with known variables in it. */
export interface Copy {
  readonly instruction: Instruction;
  readonly from: string;
  readonly sources: readonly string[];
  readonly to: string;
  readonly stage: Stage;
}

const DATA =
  /\.(?:[cm]?[jt]sx?|json|map|html?|css|svg|png|ico|md|txt|ya?ml|toml|conf|cfg|ini|pem|crt|jar|war|ear|py|rb|php|sh|sql|xml|proto|lock)$/i;
const DATA_FOLDER =
  /\/(?:ssl|certs|ca-certificates|share|zoneinfo|locale|etc|licen[cs]es|static|public|assets)(?:\/|$)/;

/** By its name, nothing that a loader reads. */
export function isData(source: string): boolean {
  return DATA.test(source) || DATA_FOLDER.test(source);
}

const PACKAGES = /\/(site-packages|dist-packages|\.?venv|virtualenv|node_modules)(?:\/|$)/;
const SYSTEM = /^\/(?:usr\/)?(?:s?bin|lib(?:32|64)?|libexec)(?:\/|$)/;
/** Folders of an official image of a language that hold its interpreter. */
const LOCAL = /^\/usr(?:\/local(?:\/s?bin|\/lib|\/bin\/(?:node|python[\d.]*|ruby|php|perl))?)?$/;
const STATIC = /(?:-static|\/(?:composer|gosu|dumb-init|busybox))$/;

/** More ways than anybody writes; with two COPYs per stage there could be 2^stages of them, and one may go through all stages. */
const MOST_LOOKS = 400;

/** Follows what a COPY takes to the stages that made it. */
export class Origins {
  readonly parsed: ParsedDockerfile;
  readonly told: Told;
  private readonly made = new Map<number, readonly Made[]>();
  private readonly copies = new Map<number, readonly Copy[]>();
  private readonly known = new Map<string, readonly Native[]>();
  private looks = 0;

  constructor(parsed: ParsedDockerfile, told: Told) {
    this.parsed = parsed;
    this.told = told;
  }

  rootOfStage(stage: Stage): Root {
    return rootOf(this.parsed.stages, stage, this.told.libc);
  }

  rootOf({ from, stage }: Copy): Root {
    const other = stageNamed(this.parsed.stages, from, stage.index);
    if (other) return this.rootOfStage(other);
    return { reference: from, libc: libcOf(from, this.told.libc), platform: null, stage: null };
  }

  /** The COPYs from elsewhere of a stage and of those below it. */
  copiesOf(stage: Stage): readonly Copy[] {
    const before = this.copies.get(stage.index);
    if (before) return before;
    const found: Copy[] = [];
    effectiveOf(this.parsed, stage, {}, (instruction, { workdir, variables }, link) => {
      const from = instruction.keyword === 'COPY' ? flagValue(instruction, 'from') : null;
      if (!from) return;
      const known = (word: string): string => expand(word, variables, { unset: 'keep' }).value;
      const paths = instruction.args.map(known);
      const sources = paths.slice(0, -1).map((path) => under('/', path.replace(/[^/]*[*?[].*$/, '')));
      found.push({ instruction, from, sources, to: under(workdir ?? '/', paths.at(-1) ?? ''), stage: link });
    });
    this.copies.set(stage.index, found);
    return found;
  }

  /** What is not portable at a path of the stage or image that a COPY takes from. */
  nativeAt(copy: Copy, path: string): readonly Native[] {
    const stage = stageNamed(this.parsed.stages, copy.from, copy.stage.index);
    const root = this.rootOf(copy);
    if (!stage) return [...installed(root, path), ...system(root, path)];
    const key = `${stage.index} ${path}`;
    const before = this.known.get(key);
    if (before) return before;
    if (++this.looks > MOST_LOOKS) return [];
    const own = this.madeIn(stage).filter((it) => overlaps(path, it.path) && !DATA.test(path));
    const brought = this.copiesOf(stage).flatMap((it) => this.throughAt(it, path));
    const found = [
      ...own.map(({ kind, language, isStatic, by }) => ({ kind, language, isStatic, by, root })),
      ...brought,
      ...(own.length + brought.length > 0 ? [] : installed(root, path)),
      ...system(root, path),
    ];
    const distinct = [...new Map(found.map((it) => [keyOf(it), it])).values()];
    this.known.set(key, distinct);
    return distinct;
  }

  /** Of a path that another COPY filled, what that one took. */
  private throughAt(copy: Copy, path: string): readonly Native[] {
    if (!overlaps(copy.to, path)) return [];
    const rest = contains(copy.to, path) ? path.slice(copy.to === '/' ? 0 : copy.to.length) : '';
    return copy.sources.flatMap((source) => {
      const name = source.slice(source.lastIndexOf('/'));
      const inside = rest === name || rest.startsWith(`${name}/`) ? rest.slice(name.length) : rest;
      return this.nativeAt(copy, under('/', `${source}${inside}`));
    });
  }

  private madeIn(stage: Stage): readonly Made[] {
    const before = this.made.get(stage.index) ?? madeIn(this.parsed, stage);
    this.made.set(stage.index, before);
    return before;
  }
}

function keyOf({ root, kind, language, isStatic, by }: Native): string {
  return JSON.stringify([root.reference, root.stage?.index, kind, language, isStatic, by?.at.startOffset]);
}

/** Folders whose name says that an installer filled them. */
function installed(root: Root, path: string): readonly Native[] {
  const [, name] = PACKAGES.exec(path) ?? [];
  if (name === undefined || DATA.test(path)) return [];
  return [{ kind: 'packages', language: name === 'node_modules' ? 'node' : 'python', isStatic: false, root, by: null }];
}

/** Programs and libraries of a base whose C library is known. */
function system(root: Root, path: string): readonly Native[] {
  const { libc, reference } = root;
  if (!libc || libc.kind === 'none' || isData(path) || STATIC.test(path) || PACKAGES.test(path)) return [];
  const name = officialOf(reference);
  const isLanguage = name !== null && OFFICIAL.has(name);
  if (!SYSTEM.test(path) && !(isLanguage && LOCAL.test(path))) return [];
  return [{ kind: 'system', language: 'c', isStatic: false, root, by: null }];
}
