import { readGrep, type Step, type StepWord } from '../../../formats/index.ts';
import {
  asksOutput,
  type Falsehood,
  isInverted,
  layered,
  reasonOf,
  reasonOfOutput,
  shown,
  type Wanted,
  without,
} from './falsehood.ts';
import type { ImageSeen } from './image-seen.ts';
import { loadedBy, nodePackage, pythonModule } from './modules.ts';
import { isTest, testedPaths } from './tests.ts';

/** What a step names of its image. */
export interface Named {
  readonly step: Step;
  readonly title: string;
  readonly paths: readonly string[];
}

/** Say nothing of files that are there: they print, set, wait or write. */
const NAMES_NOTHING = new Set(
  'echo printf true false : exit return set export unset trap umask mkdir touch rm rmdir mv ln chmod chown sleep read local shift kill tee find id whoami which type command hash printenv env'.split(
    ' ',
  ),
);
/** What a program reads without being told. */
const READS_UNTOLD: ReadonlyMap<string, readonly string[]> = new Map([
  ['npm', ['package.json']],
  ['pnpm', ['package.json']],
  ['yarn', ['package.json']],
  ['make', ['Makefile', 'makefile', 'GNUmakefile']],
  ['pytest', ['tests', 'test']],
  ['nginx', ['/etc/nginx/nginx.conf']],
  ['dpkg', ['/var/lib/dpkg/status', '/var/lib/dpkg/status.d']],
  ['dpkg-query', ['/var/lib/dpkg/status', '/var/lib/dpkg/status.d']],
  ['apk', ['/lib/apk/db/installed', '/usr/lib/apk/db/installed']],
  ['rpm', ['/var/lib/rpm', '/usr/lib/sysimage/rpm']],
]);

/** Files, folders and modules that a step names and that are there: one for each. */
export function namedBy(step: Step, image: ImageSeen, wanted: Wanted): readonly Named[] {
  if (step.guards && !step.decides && isTest(step)) return []; // `[ -f x ] && . x` asks for nothing
  if (isInverted(step, wanted)) return [];
  const named = (title: string, paths: readonly string[]): Named[] =>
    paths.length > 0 ? [{ step, title: `${title} taken away`, paths }] : [];
  const read = step.reads.flatMap(({ text }) => paths(text, image)).flatMap((path) => named(path, [path]));
  if (NAMES_NOTHING.has(step.name)) return read;
  const words = namingWords(step).flatMap((word) => {
    const found = word.quoted || !/[*?[]/.test(word.text) ? paths(word.text, image) : globbed(word.text, image);
    return named(found.length > 1 ? `${word.text} (${shown(found)})` : (found[0] ?? ''), found);
  });
  const untold = READS_UNTOLD.get(step.name) ?? [];
  const own =
    words.length > 0 ? [] : untold.flatMap((path) => paths(path, image)).flatMap((path) => named(path, [path]));
  const modules = modulesOf(step, image).flatMap(({ name, paths: its }) => named(name, its));
  return [...words, ...own, ...modules, ...read];
}

function paths(text: string, image: ImageSeen): readonly string[] {
  const file = text === '' ? null : image.there(text);
  return file ? [file.path] : [];
}

function globbed(text: string, image: ImageSeen): readonly string[] {
  return image.matching(text).map(({ path }) => path);
}

/** The words that may be paths: values of options by `=`, and what is no option. */
function namingWords(step: Step): readonly StepWord[] {
  if (isTest(step)) return testedPaths(step).map(({ word }) => word);
  const grep = readGrep(step);
  if (grep) return grep.paths;
  const known = step.words.slice(1).filter((word) => word.known);
  return known.flatMap((word) => {
    if (!word.text.startsWith('-')) return [word];
    const value = /^--?[\w-]+=(\/.+)$/s.exec(word.text)?.[1];
    return value === undefined ? [] : [{ ...word, text: value }];
  });
}

function modulesOf({ name, words }: Step, image: ImageSeen) {
  const texts = words.map(({ text }) => text);
  const language = /^(?:python|pypy)[\d.]*$/.test(name)
    ? 'python'
    : /^(?:node|nodejs|bun|deno)$/.test(name)
      ? 'node'
      : null;
  const [, verb = '', ...rest] = texts;
  if (language) {
    const after = (flag: RegExp) => words.filter(({ known }, at) => known && flag.test(texts[at - 1] ?? ''));
    return [
      ...after(/^(?:-[a-zA-Z]*[cep]|--eval|--print|eval)$/).flatMap(({ text }) => loadedBy(language, text, image)),
      ...(language === 'python' ? after(/^-m$/).map(({ text }) => pythonModule(text, image)) : []),
    ];
  }
  if (/^pip[\d.]*$/.test(name) && verb === 'show') return rest.map((it) => distribution(it, image));
  if (name === 'npm' && /^(?:ls|list|explain)$/.test(verb))
    return rest.map((it) => ({ name: it, paths: nodePackage(it, image) }));
  return [];
}

/** What pip knows a distribution by. */
function distribution(name: string, { files }: ImageSeen) {
  const wanted = name.toLowerCase().replace(/[-_.]+/g, '_');
  const its = files.filter(({ path, type }) => {
    const [, stem = ''] = type === 'directory' ? (/\/([^/]+)-[^/-]+\.(?:dist|egg)-info$/.exec(path) ?? []) : [];
    return stem !== '' && stem.toLowerCase().replace(/[-_.]+/g, '_') === wanted;
  });
  return { name, paths: its.map(({ path }) => path) };
}

/** White-outs of what is named; what stands in for one another by `||` goes at once. */
export function takenAway(named: readonly Named[], image: ImageSeen, wanted: Wanted): readonly Falsehood[] {
  const chains = new Map<number, Named[]>();
  for (const one of named) chains.set(one.step.chain, [...(chains.get(one.step.chain) ?? []), one]);
  return [...chains.values()].flatMap((chain) => {
    const steps = new Set(chain.map(({ step }) => step));
    const last = chain.at(-1);
    if (steps.size < 2 || !last) return chain.map((it) => taken(it, image, wanted));
    const title = `${shown(chain.map(({ title: it }) => it.replace(/ taken away$/, '')))} taken away at once`;
    return [taken({ step: last.step, title, paths: chain.flatMap(({ paths: its }) => its) }, image, wanted)];
  });
}

function taken({ step, title, paths: its }: Named, image: ImageSeen, wanted: Wanted): Falsehood {
  return { title, reason: reasonOf(step, wanted), change: without(its, image) };
}

const READERS = new Set(['cat', 'head', 'tail']);

/** Files with another content: for what judges or prints what stands in them. */
export function spoilt(step: Step, image: ImageSeen, wanted: Wanted): readonly Falsehood[] {
  if (isInverted(step, wanted)) return [];
  const files = namingWords(step).flatMap(({ text }) => {
    const file = image.there(text);
    return file?.type === 'file' ? [file] : [];
  });
  const text = brokenFor(step);
  if (text !== null)
    return files.map(({ path, mode }) => ({
      title: `${path} with a syntax error`,
      reason: reasonOf(step, wanted),
      change: layered([{ path, type: 'file', mode: mode | 0o444, text }]),
    }));
  if (!READERS.has(step.name) || !(asksOutput(wanted) || step.readBy.length > 0)) return [];
  return files.map(({ path, mode }) => ({
    title: `nothing in ${path}`,
    reason: reasonOfOutput(step, wanted),
    change: layered([{ path, type: 'file', mode: mode | 0o444, text: '' }]),
  }));
}

/** A text that a checker of syntax must refuse; null where the step checks none. */
export function brokenFor({ name, words }: Pick<Step, 'name' | 'words'>): string | null {
  const texts = words.map(({ text }) => text);
  const asks = (flag: RegExp) => texts.some((text) => flag.test(text));
  if (/^node(?:js)?$/.test(name) && asks(/^(?:--check|-c)$/)) return ')(\n';
  if (/^python[\d.]*$/.test(name) && asks(/^(?:py_compile|compileall)$/)) return ')(\n';
  if (/^(?:ba|da|a|k)?sh$/.test(name) && asks(/^-n$/)) return '(\n';
  if (/^(?:ruby|perl)$/.test(name) && asks(/^-c$/)) return ')(\n';
  return name === 'php' && asks(/^-l$/) ? '<?php )(\n' : null;
}
