import { variablesOf } from './base-environment.ts';
import { inStages } from './layout.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';
import { type Command, commandsOf } from './shared.ts';

/** The file that a command needs in the working directory; null for one that needs none. */
function manifestOf({ name, words }: Command): string | null {
  const [, verb = '', ...more] = words.map(({ text }) => text);
  if (
    (name === 'npm' && ['ci', 'clean-install'].includes(verb)) ||
    (name === 'pnpm' && verb === 'install' && more.length === 0)
  )
    return 'package.json';
  if (name === 'go' && verb === 'mod' && more[0] === 'download') return 'go.mod';
  if (name === 'bundle' && verb === 'install') return 'Gemfile';
  if (name === 'composer' && verb === 'install') return 'composer.json';
  if (name === 'poetry' && verb === 'install') return 'pyproject.toml';
  if (!/^pip[\d.]*$/.test(name) || verb !== 'install') return null;
  const at = more.findIndex((text) => text === '-r' || text === '--requirement');
  const file = at < 0 ? undefined : more[at + 1];
  return file === undefined || /[$:]/.test(file) ? null : file;
}

/** Whether an instruction may bring files along: from then on nothing can be said. */
function bringsFiles({ keyword, flags }: Instruction): boolean {
  return keyword === 'COPY' || keyword === 'ADD' || flags.some(({ name }) => name === 'mount');
}

function find({ stages }: ParsedDockerfile): readonly Sighting[] {
  const mayHold: boolean[] = [];
  return stages.flatMap(({ base, body }) => {
    let unknown = base.kind === 'stage' ? (mayHold[base.index] ?? true) : variablesOf(base) === null;
    const found = body.flatMap((it) => {
      unknown ||= bringsFiles(it);
      if (it.keyword !== 'RUN' || unknown) return [];
      const commands = commandsOf(it);
      const needed = manifestOf(commands.find(({ name }) => name !== 'cd') ?? NOTHING);
      unknown = true; // what a step leaves behind is not known
      return needed === null ? [] : [sighting(it, `Nothing has brought \`${needed}\` into the stage yet`)];
    });
    mayHold.push(unknown);
    return found;
  });
}

const NOTHING = { name: '', words: [] } as unknown as Command; // all that is asked of it

export default defineRule({
  id: 'dockerfile/manifest-there-before-install',
  title: 'An install that reads a manifest stands below the COPY that brings it',
  why: 'Without its manifest the install fails, or installs nothing.',
  remedy: 'Put `COPY package.json package-lock.json ./` (or what the tool reads) above it.',
  references: ['https://docs.docker.com/build/cache/optimize/#order-your-layers'],
  aliases: [],
  severity: 'error',
  reason: 'manifest-missing',
  good: 'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\n',
  bad: 'FROM node:22\nRUN npm ci',
  looksAt: (source) => inStages(source, 'RUN'),
  find,
});
