import { inStages } from './layout.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';

function find({ stages }: ParsedDockerfile): readonly Sighting[] {
  return stages.flatMap(({ body }) => {
    const entrypoint = body.findLast(({ keyword }) => keyword === 'ENTRYPOINT');
    const cmd = body.findLast(({ keyword }) => keyword === 'CMD');
    if (entrypoint?.form !== 'shell' || !cmd || entrypoint.rest === '') return [];
    return [sighting(cmd, `The shell form of ENTRYPOINT (line ${entrypoint.at.startLine}) drops this CMD`)];
  });
}

export default defineRule({
  id: 'dockerfile/entrypoint-takes-cmd',
  title: 'No CMD stands beside an ENTRYPOINT in shell form',
  why: 'A shell takes the ENTRYPOINT as its whole script: CMD, and what `docker run` or compose give as command, is thrown away.',
  remedy: 'Write the ENTRYPOINT as a JSON array.',
  references: ['https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact'],
  aliases: [],
  severity: 'error',
  reason: 'dropped-cmd',
  good: 'FROM node:22\nENTRYPOINT ["node"]\nCMD ["server.js"]\n',
  bad: 'FROM scratch\nENTRYPOINT planted\nCMD ["b"]',
  looksAt: (source) => inStages(source, 'ENTRYPOINT', 'CMD'),
  find,
});
