import type { z } from 'zod';
import {
  type AnyCheck,
  type Criteria,
  type Criterion,
  type RunSettings,
  type Section,
  TickproofError,
} from '../domain/index.ts';
import { nearest } from '../formats/index.ts';
import { faultAt, invalid, PROFILE_OR_FILE, refuse, unknownName } from './faults.ts';
import { missingPaths, repeatedIds } from './agreement.ts';
import { ownMutantsOf } from './own-mutants.ts';
import { dig, type LocatedYaml } from './dig.ts';
import { locateYaml } from './locate.ts';
import { type ProfileLine, type ProfileSection, profiles } from './profiles.ts';
import { common, frame, knownKeys, paramsIn } from './schema.ts';
import { readable, sectionOf, settingsOf } from './settings.ts';

/** What reading criteria needs beside their text. */
export interface Surroundings {
  readonly checks: readonly AnyCheck[];
  /** Reads a profile's file that `extends` names; null = there is no such file. */
  readonly readFile: (path: string) => string | null;
  /** The stacks that count where the file names none. */
  readonly stacks: Criteria['stacks'];
  /** Whether there is such a path in the deployment; absent = nobody can say. */
  readonly exists?: (path: string) => boolean;
  /** The files that extend this one. */
  readonly chain?: readonly string[];
}

/**
 * Reads criteria from YAML and completes them with the profile that they extend. `file` only names the source in messages.
 * Throws `TickproofError('criteria-invalid')` with line, column and the nearest known name.
 */
export function readCriteria(file: string, text: string, around: Surroundings): Criteria {
  const yaml = locateYaml(file, text);
  if (yaml.value === null || yaml.value === undefined)
    throw faultAt(file, yaml.placeOf([]), 'it is empty: write at least `version: 1`', 'Or remove it, for the profile.');
  const parsed = frame.safeParse(yaml.value);
  const faults = parsed.success ? [] : invalid(file, yaml, [], parsed.error.issues);
  const data = parsed.success ? parsed.data : readable(yaml.value);
  const registry = new Map(around.checks.map((check) => [check.id as string, check]));
  const read = settingsOf(data);
  const settings = Object.keys(read.stacks).length > 0 ? read : { ...read, stacks: around.stacks };
  const extended = profileOf(data.extends, file, yaml, around);
  if (extended instanceof TickproofError) faults.push(extended);
  const profile = extended instanceof TickproofError ? { sections: [], base: null } : extended;
  faults.push(...missingPaths(file, yaml, data, around.exists));
  const written = dig(yaml.value, ['sections']);
  const own = listOf(written).flatMap((section, index) =>
    listOf(dig(section, ['criteria'])).flatMap((_, position) => {
      const one = ownCriterion(file, yaml, index, position, registry, profile);
      if (!Array.isArray(one)) return [one];
      faults.push(...one);
      return [];
    }),
  );
  refuse([...faults, ...repeatedIds(file, yaml, data)]);
  const sections: Section[] = data.sections.map(sectionOf);
  return complete(
    { file, text, name: data.name ?? '', profile: data.extends, ...settings, sections },
    own,
    profile,
    registry,
  );
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The criteria of a built-in profile, for a folder without `tickproof.yaml`. */
export function profileCriteria(name: string, checks: readonly AnyCheck[], stacks: Criteria['stacks']): Criteria {
  const registry = new Map(checks.map((check) => [check.id as string, check]));
  const settings = { ...settingsOf(frame.parse({ version: 1, extends: name })), stacks };
  const profile = { sections: profiles[name] ?? [], base: null };
  return complete(
    { file: null, text: `profile: ${name}`, name: '', profile: name, ...settings, sections: [] },
    [],
    profile,
    registry,
  );
}

interface Profile {
  readonly sections: readonly ProfileSection[];
  /** A file that is extended. */
  readonly base: Criteria | null;
}

/** A criterion as written, before it is spread over the stacks. */
interface Written {
  readonly criterion: Criterion;
  readonly off: boolean;
}

function complete(
  frameOf: Omit<Criteria, 'criteria'>,
  own: readonly Written[],
  profile: Profile,
  registry: ReadonlyMap<string, AnyCheck>,
): Criteria {
  const named = new Set(own.map(({ criterion }) => criterion.check.id as string));
  const sections = [...frameOf.sections];
  const criteria = own.filter(({ off }) => !off).map(({ criterion }) => criterion);
  for (const { title, purpose, lines } of profile.sections) {
    const rest = lines
      .filter(({ check }) => !named.has(check))
      .flatMap((line) => profileCriterion(line, sections.length, frameOf.run, registry));
    if (rest.length === 0) continue;
    sections.push({ title, purpose });
    criteria.push(...rest);
  }
  for (const inherited of profile.base?.criteria ?? []) {
    if (named.has(inherited.check.id)) continue;
    const section = profile.base?.sections[inherited.section];
    if (section && !sections.includes(section)) sections.push(section);
    criteria.push({ ...inherited, section: section ? sections.indexOf(section) : inherited.section });
  }
  return { ...frameOf, sections, criteria: uniqueIds(criteria.flatMap((it) => overStacks(it, frameOf.stacks))) };
}

function profileCriterion(
  line: ProfileLine,
  section: number,
  run: RunSettings,
  registry: ReadonlyMap<string, AnyCheck>,
): Criterion[] {
  const check = registry.get(line.check);
  if (!check) return []; // a caller with a smaller catalogue; a house test holds the profiles to the whole one
  const params = line.params ? line.params(run) : {};
  if (params === null) return [];
  return [
    {
      check,
      id: check.id,
      title: check.title,
      ...weightOfLevel(line.level),
      params: check.params.parse(params),
      section,
    },
  ];
}

/** A criterion on compose files or stacks counts for each stack, unless it names one. */
function overStacks(criterion: Criterion, stacks: Criteria['stacks']): Criterion[] {
  const kind = criterion.check.id.split('/')[0];
  if ((kind !== 'compose' && kind !== 'stack') || criterion.stack !== undefined) return [criterion];
  const names = Object.keys(stacks);
  const many = names.length > 1;
  return names.map((stack) => ({ ...criterion, stack, id: many ? `${criterion.id}@${stack}` : criterion.id }));
}

function uniqueIds(criteria: readonly Criterion[]): Criterion[] {
  const used = new Map<string, number>();
  return criteria.map((criterion) => {
    const seenBefore = used.get(criterion.id) ?? 0;
    used.set(criterion.id, seenBefore + 1);
    return seenBefore === 0 ? criterion : { ...criterion, id: `${criterion.id}#${seenBefore + 1}` };
  });
}

function ownCriterion(
  file: string,
  yaml: LocatedYaml,
  section: number,
  position: number,
  registry: ReadonlyMap<string, AnyCheck>,
  profile: Profile,
): Written | TickproofError[] {
  const path = ['sections', section, 'criteria', position];
  const value = dig(yaml.value, path);
  const at = yaml.placeOf(path);
  const head = common.safeParse(value);
  const faults = head.success ? [] : invalid(file, yaml, path, head.error.issues, [], common);
  const id = dig(value, ['check']);
  if (typeof id !== 'string') return faults;
  const unknown = (key: string, name: string, known: Iterable<string>) =>
    unknownName(file, yaml.placeOf([...path, key]), key, name, known);
  const check = registry.get(id);
  if (!check) return [...faults, unknown('check', id, registry.keys())];
  const params = (check.params as z.ZodType).safeParse(paramsIn(value)); // as `defineCheck` declares them
  if (!params.success) faults.push(...invalid(file, yaml, path, params.error.issues, knownKeys(check), check.params));
  const stack = dig(value, ['stack']);
  const stacks = Object.keys(Object(dig(yaml.value, ['stacks'])) as object);
  if (typeof stack === 'string' && !stacks.includes(stack)) faults.push(unknown('stack', stack, stacks));
  if (!head.success || !params.success || faults.length > 0) return faults;
  const mutants = ownMutantsOf(head.data.mutants ?? [], check, params.data, {
    file,
    placeOf: (inner) => yaml.placeOf([...path, 'mutants', ...inner]),
  });
  if (mutants.faults.length > 0) return mutants.faults;
  const criterion: Criterion = {
    check,
    id: head.data.id ?? check.id,
    title: head.data.title ?? check.title,
    ...weightOf(head.data.level, check.id, profile),
    params: params.data,
    at,
    section,
    ...(head.data.stack === undefined ? {} : { stack: head.data.stack }),
    ...(head.data.waiver ? { waiver: head.data.waiver } : {}),
    ...(mutants.own.length > 0 ? { mutants: mutants.own, mutantsWritten: head.data.mutants } : {}),
  };
  return { criterion, off: head.data.level === 'off' };
}

type Level = NonNullable<z.output<typeof common>['level']>;

/** The level that is written, else the profile's, else required. */
function weightOf(
  written: Level | undefined,
  check: string,
  profile: Profile,
): Pick<Criterion, 'required' | 'whenData'> {
  const line = profile.sections.flatMap(({ lines }) => lines).find((it) => it.check === check);
  return weightOfLevel(written ?? line?.level ?? 'required');
}

function weightOfLevel(level: Level): Pick<Criterion, 'required' | 'whenData'> {
  return level === 'when-data' ? { required: true, whenData: true } : { required: level === 'required' };
}

function profileOf(name: string, file: string, yaml: LocatedYaml, around: Surroundings): Profile | TickproofError {
  const sections = profiles[name];
  if (sections) return { sections, base: null };
  const at = yaml.placeOf(['extends']);
  const { chain = [] } = around;
  if (name === file || chain.includes(name))
    return faultAt(file, at, `\`extends\` leads back to ${name}`, PROFILE_OR_FILE);
  try {
    const text = around.readFile(name);
    if (text === null) {
      const near = nearest(name, Object.keys(profiles));
      const remedy = near ? `Did you mean \`${near}\`?` : PROFILE_OR_FILE;
      return faultAt(file, at, `there is no profile or file \`${name}\``, remedy);
    }
    const inner = { ...around, exists: () => true, chain: [...chain, file] };
    return { sections: [], base: readCriteria(name, text, inner) };
  } catch (error) {
    if (!(error instanceof TickproofError)) throw error;
    if (error.code === 'criteria-invalid') return error;
    return faultAt(file, at, `\`extends\`: ${error.message}`, PROFILE_OR_FILE);
  }
}
