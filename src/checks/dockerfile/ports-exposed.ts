import type { Instruction } from '../../domain/index.ts';
import { inStages } from './layout.ts';
import { exposedBy, isExposed, listeningIn } from './listens.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';

function inStage(body: readonly Instruction[]): readonly Sighting[] {
  const exposed = exposedBy(body);
  const last = body.findLast(({ keyword }) => keyword === 'EXPOSE');
  if (!exposed || !last) return [];
  const other = listeningIn(body).find(({ port }) => !isExposed(exposed, port));
  if (!other) return [];
  const { port, by } = other;
  return [
    sighting(last, `\`${last.rest}\` does not hold port ${port}, which ${by.keyword} names in line ${by.at.startLine}`),
  ];
}

export default defineRule({
  id: 'dockerfile/ports-exposed',
  title: 'EXPOSE names the port that the command or ENV PORT names',
  why: 'Whoever publishes the exposed ports (`-P`, a proxy, a platform) sends requests to a port that nobody listens on.',
  remedy: 'Write the same port in EXPOSE, in ENV PORT and in the command.',
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  aliases: [],
  severity: 'warning',
  reason: 'port-not-exposed',
  good: 'FROM python:3.12\nENV PORT=8000\nEXPOSE 8000\nCMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]\n',
  bad: 'FROM scratch\nENV PORT=8001\nEXPOSE 8002',
  looksAt: (source) => inStages(source, 'EXPOSE'),
  find: ({ stages }: ParsedDockerfile) => stages.flatMap(({ body }) => inStage(body)),
});
