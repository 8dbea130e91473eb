import type { Instruction, Stage } from '../../domain/index.ts';
import { flagValue, stageNamed } from '../../formats/index.ts';
import { variablesOf } from './base-environment.ts';
import { inStages } from './layout.ts';
import { isPlainPath, isWithin, under } from './paths.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';
import { throughStages } from './through.ts';

/** Folders that bases and installs fill. */
const OF_THE_SYSTEM =
  /^\/(?:bin|boot|dev|etc|go|home|lib\w*|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var|docker-entrypoint[\w.-]*|entrypoint\.sh|data)(?:\/|$)/;
const MOST_SAID = 100_000;
const MOST_PLACES = 500;

/** What a stage makes, as far as its text tells. */
interface Made {
  readonly isKnown: boolean;
  readonly workdir: string;
  /** Where something is put. */
  readonly places: readonly string[];
  /** What RUNs and values say: a path that stands there may be made. */
  readonly said: string;
}

function startOf({ base }: Stage): Made {
  return { isKnown: variablesOf(base) !== null, workdir: '/', places: [], said: '' };
}

function behind(before: Made, it: Instruction): Made {
  const { workdir, places, said } = before;
  if (!before.isKnown || places.length > MOST_PLACES) return before;
  switch (it.keyword) {
    case 'WORKDIR': {
      const path = it.args[0] ?? '';
      const here = under(workdir, path);
      return { ...before, isKnown: before.isKnown && isPlainPath(path), workdir: here, places: [...places, here] };
    }
    case 'COPY':
    case 'ADD': {
      const target = it.args.at(-1) ?? '';
      const place = under(workdir, target);
      return { ...before, isKnown: before.isKnown && isPlainPath(target) && place !== '/', places: [...places, place] };
    }
    case 'RUN':
    case 'ENV':
    case 'ARG':
    case 'VOLUME': {
      const text = [it.text, ...it.heredocs.map(({ content }) => content)].join('\n');
      const isKnown =
        before.isKnown && !(it.keyword === 'RUN' && (workdir === '/' || /\bcd\s|\.\.|\bpushd\b/.test(text)));
      return { ...before, isKnown, said: `${said}\n${text}` };
    }
    default:
      return before;
  }
}

/** Whether nothing that the stage does can have made the path. */
function isMissing({ isKnown, places, said }: Made, path: string): boolean {
  if (!isKnown || said.length > MOST_SAID || places.length > MOST_PLACES || OF_THE_SYSTEM.test(path)) return false;
  const [, top = ''] = path.split('/');
  return top !== '' && !said.includes(top) && !places.some((place) => isWithin(path, place) || isWithin(place, path));
}

function find({ stages }: ParsedDockerfile): readonly Sighting[] {
  const found: Sighting[] = [];
  const made: Made[] = [];
  throughStages(stages, startOf, (before, stage) => {
    for (const it of stage.body) {
      const from = it.keyword === 'COPY' ? flagValue(it, 'from') : null;
      const other = from === null ? null : stageNamed(stages, from, stage.index);
      const there = other ? made[other.index] : undefined;
      if (!there) continue;
      const missing = it.args
        .slice(0, -1)
        .find((source) => isPlainPath(source) && isMissing(there, under('/', source)));
      if (missing !== undefined)
        found.push(sighting(it, `Nothing in stage \`${from}\` makes \`${under('/', missing)}\``));
    }
    const end = stage.body.reduce(behind, before);
    made.push(end);
    return end;
  });
  return found;
}

export default defineRule({
  id: 'dockerfile/copied-paths-made',
  title: 'What `COPY --from` takes is made in the stage that it is taken from',
  why: 'A path that the other stage has nowhere fails the build: “not found”.',
  remedy: 'Write the path as the other stage has it: below its WORKDIR, or where its COPY or RUN puts it.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy---from'],
  aliases: [],
  severity: 'error',
  reason: 'path-not-made',
  good: 'FROM node:22 AS build\nWORKDIR /src\nRUN npm run build\nFROM node:22-slim\nCOPY --from=build /src/dist /app\n',
  bad: 'FROM scratch AS tickproof-planted\nFROM scratch\nCOPY --from=tickproof-planted /tickproof-planted /planted',
  looksAt: (source) => inStages(source, 'COPY').filter((it) => flagValue(it, 'from') !== null),
  find,
});
