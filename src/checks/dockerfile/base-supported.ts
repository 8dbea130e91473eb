import { z } from '../kit.ts';
import { officialImage } from './base-environment.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';
import { endedOf, TABLE_OF } from './support.ts';

const DAY_MS = 86_400_000;

function find(
  { stages }: ParsedDockerfile,
  params: { readonly on: string; readonly graceDays: number },
): readonly Sighting[] {
  const latest = new Date(Date.parse(params.on) - params.graceDays * DAY_MS).toISOString().slice(0, 10);
  return stages.flatMap(({ base, from }) => {
    const image = officialImage(base);
    const ended = image ? endedOf(image.name, image.tag).filter(({ day }) => day <= latest) : [];
    return ended.slice(0, 1).map(({ release, day }) => sighting(from, `${release} has had no updates since ${day}`));
  });
}

export default defineRule({
  id: 'dockerfile/base-supported',
  title: 'Base images are of releases that still get updates',
  why: 'What is found in a release past its end is never mended, and its packages move to an archive where installs fail.',
  remedy: 'Move to a release that is maintained; read its notes, and run the checks on the image again.',
  references: ['https://endoflife.date/'],
  aliases: [],
  severity: 'warning',
  reason: 'base-unsupported',
  params: z.strictObject({
    on: z.iso.date().default(TABLE_OF).describe('The day by which releases are judged'),
    graceDays: z
      .int()
      .min(0)
      .default(365)
      .describe('Days behind the end of a release after which it is said: nobody can move on the very day'),
  }),
  good: 'FROM debian:bookworm-slim\n',
  bad: 'FROM python:3.8-slim-buster',
  looksAt: ({ stages }) => stages.map(({ from }) => from),
  find,
});
