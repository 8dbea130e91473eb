import { flagValue } from '../../formats/index.ts';
import { inStages } from './layout.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';
import { type Command, eachCommand } from './shared.ts';

/** Whether a command installs what a manifest lists, which changes less often than the code. */
function installs({ name, words }: Command): boolean {
  const args = words.slice(1).map(({ text }) => text);
  const [verb = ''] = args;
  const plain = args.filter((it) => !it.startsWith('-'));
  if (['npm', 'pnpm'].includes(name)) return verb === 'ci' || (['install', 'i'].includes(verb) && plain.length === 1);
  if (name === 'yarn') return verb === 'install' || args.length === 0;
  if (/^pip[\d.]*$/.test(name)) return verb === 'install' && args.some((it) => it === '-r' || it === '--requirement');
  if (name === 'go') return verb === 'mod' && args[1] === 'download';
  return ['bundle', 'composer', 'poetry'].includes(name) && verb === 'install';
}

function copiesAll(it: Instruction): boolean {
  if (!['COPY', 'ADD'].includes(it.keyword) || flagValue(it, 'from') !== null) return false;
  return it.args.slice(0, -1).some((source) => ['.', './', '/', '*', './*'].includes(source));
}

function find({ stages }: ParsedDockerfile): readonly Sighting[] {
  return stages.flatMap(({ body }) => {
    const all = body.findIndex(copiesAll);
    if (all < 0) return [];
    const runs = (list: readonly Instruction[]) =>
      list.filter((it) => it.keyword === 'RUN' && eachCommand(it).some(installs));
    if (runs(body.slice(0, all)).length > 0) return [];
    const copy = body[all];
    return runs(body.slice(all + 1))
      .slice(0, 1)
      .map((run) =>
        sighting(run, `Runs again for every change of any file, because of line ${copy?.at.startLine ?? 0}`),
      );
  });
}

export default defineRule({
  id: 'dockerfile/install-before-copying-all',
  title: 'Dependencies are installed before all files are copied',
  why: 'A step is run again when anything above it changed: below `COPY . .` the install is made for every change of a line of code.',
  remedy: 'Copy the manifest and the lock file first, install, then copy the rest.',
  references: ['https://docs.docker.com/build/cache/optimize/#order-your-layers'],
  aliases: [],
  severity: 'info',
  reason: 'install-after-all',
  good: 'FROM node:22\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n',
  bad: 'FROM node:22\nCOPY . .\nRUN npm ci',
  looksAt: (source) => inStages(source, 'COPY', 'ADD'),
  find,
});
