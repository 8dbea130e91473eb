import type { DockerfileFacts, Instruction, Saving, Stage } from '../../../../domain/index.ts';
import { applyEdits, type Command, eachCommand, type TextEdit } from '../../../../formats/index.ts';
import { installsRecommended } from '../recommended.ts';
import { chownEdits } from './chown-edit.ts';

type Edit = (instruction: Instruction, stage: Stage) => readonly TextEdit[];

/** Savings whose edit a program can make. */
const EDITS: Readonly<Record<string, Edit>> = {
  'apt-lists': appending('rm -rf /var/lib/apt/lists/*'),
  'apt-cache': appending('apt-get clean'),
  'rpm-cache': appending('dnf clean all'),
  'npm-cache': appending('npm cache clean --force'),
  'apk-cache': inserting('--no-cache', (words) => words[0] === 'apk' && words.includes('add') && 'add'),
  'pip-cache': inserting('--no-cache-dir', (words) => isPip(words) && 'install'),
  bytecode: inserting('--no-compile', (words) => isPip(words) && 'install'),
  'dev-dependencies': inserting(
    '--omit=dev',
    (words) => words[0] === 'npm' && (words.find((word) => /^(?:ci|install|i|clean-install)$/.test(word)) ?? false),
  ),
  'recommended-packages': inserting('--no-install-recommends', (words) => installsRecommended(words) && 'install'),
  'metadata-rewrite': chownEdits,
};

/** The Dockerfile with the edit of a saving made; null where that takes a person. */
export function editedText({ kind, at }: Pick<Saving, 'kind' | 'at'>, dockerfile: DockerfileFacts): string | null {
  const edit = Object.hasOwn(EDITS, kind) ? EDITS[kind] : undefined;
  if (!edit || !at) return null;
  for (const stage of dockerfile.stages) {
    const instruction = stage.body.find((it) => it.at.startLine === at.startLine);
    const edits = instruction ? edit(instruction, stage) : [];
    if (edits.length > 0) return applyEdits(dockerfile.source.text, edits);
  }
  return null;
}

/** One more command behind the last of a RUN in shell form. */
function appending(command: string): Edit {
  return (instruction) => {
    const piece = instruction.segments.at(-1);
    if (instruction.keyword !== 'RUN' || instruction.form !== 'shell' || instruction.heredocs.length > 0 || !piece)
      return [];
    const text = instruction.text.trimEnd().replace(/;$/, '');
    const at = piece.offset + text.length - piece.at;
    return at <= piece.offset ? [] : [{ start: at, end: at, text: ` && ${command}` }];
  };
}

/** An option behind a word of each command that has it and lacks the option. */
function inserting(option: string, behind: (words: readonly string[]) => string | false): Edit {
  return (instruction) =>
    instruction.keyword !== 'RUN' || instruction.form !== 'shell'
      ? []
      : eachCommand(instruction).flatMap((command) => insertion(command, option, behind));
}

function insertion(
  { name, words }: Command,
  option: string,
  behind: (words: readonly string[]) => string | false,
): readonly TextEdit[] {
  const texts = [name, ...words.slice(1).map(({ text }) => text)];
  const word = texts.includes(option) ? false : behind(texts);
  const end = word === false ? undefined : words[texts.indexOf(word)]?.at.endOffset;
  return end === undefined ? [] : [{ start: end, end, text: ` ${option}` }];
}

function isPip(words: readonly string[]): boolean {
  const [name = ''] = words;
  const isModule = /^python[\d.]*$/.test(name) && words.includes('-m') && words.includes('pip');
  return (isModule || /^pip[\d.]*$/.test(name)) && words.includes('install');
}
