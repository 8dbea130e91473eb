import type { Instruction } from '../../domain/index.ts';
import { inStages } from './layout.ts';
import { isPlainPath, isWithin, under } from './paths.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';
import { commandsOf } from './shared.ts';
import { throughStages } from './through.ts';

const WRITERS = new Set('mkdir touch cp mv rm install ln chmod chown tar tee unzip curl wget'.split(' '));
const MOST_VOLUMES = 200;

interface State {
  readonly workdir: string;
  readonly volumes: readonly string[];
}

/** Where an instruction writes, as far as it says so. */
function written(it: Instruction, workdir: string): readonly string[] {
  if (it.keyword === 'COPY' || it.keyword === 'ADD') return it.args.slice(-1).map((target) => under(workdir, target));
  if (it.keyword !== 'RUN') return [];
  return commandsOf(it).flatMap(({ name, words, redirections }) => {
    const files = redirections.flatMap(({ text }) => /^\d*>{1,2}\s*(\/.*)$/.exec(text)?.[1] ?? []);
    const named = WRITERS.has(name) ? words.slice(1).map(({ text }) => text) : [];
    return [...files, ...named.filter((text) => text.startsWith('/'))];
  });
}

function find({ stages }: ParsedDockerfile): readonly Sighting[] {
  const found: Sighting[] = [];
  throughStages<State>(
    stages,
    () => ({ workdir: '/', volumes: [] }),
    (before, { body }) => {
      let { workdir } = before;
      const volumes = [...before.volumes];
      for (const it of body) {
        if (it.keyword === 'WORKDIR') workdir = under(workdir, it.args[0] ?? '');
        for (const path of it.keyword === 'VOLUME' ? it.args.slice(0, MOST_VOLUMES - volumes.length) : [])
          if (isPlainPath(path)) volumes.push(under(workdir, path));
        const lost = volumes.length === 0 ? [] : written(it, workdir).filter(isPlainPath);
        const path = lost.find((one) => volumes.some((volume) => volume !== '/' && isWithin(one, volume)));
        if (path !== undefined) found.push(sighting(it, `\`${path}\` lies in a volume that is declared above`));
      }
      return { workdir, volumes };
    },
  );
  return found;
}

export default defineRule({
  id: 'dockerfile/volume-filled-before',
  title: 'A volume is declared below the steps that fill its folder',
  why: 'BuildKit keeps what later steps write there; the classic builder, and others that follow it, throw it away without a word.',
  remedy: 'Move VOLUME below the last step that writes to its folder, or leave it to whoever starts the container.',
  references: ['https://docs.docker.com/reference/dockerfile/#notes-about-specifying-volumes'],
  aliases: [],
  severity: 'info',
  profile: 'strict',
  reason: 'written-below-volume',
  good: 'FROM debian:bookworm-slim\nRUN mkdir -p /data && chown 1000 /data\nVOLUME /data\n',
  bad: 'VOLUME /planted\nCOPY planted /planted/',
  looksAt: (source) => inStages(source, 'VOLUME'),
  find,
});
