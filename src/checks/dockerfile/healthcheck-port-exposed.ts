import type { Instruction } from '../../domain/index.ts';
import { inStages } from './layout.ts';
import { exposedBy, isExposed } from './listens.ts';
import { defineRule, type Sighting, sighting } from './rule.ts';

const OWN = /\b(https?):\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d{1,5}))?(?=[/"'\s?\])|]|$)/g;

function inStage(body: readonly Instruction[]): readonly Sighting[] {
  const exposed = exposedBy(body);
  const check = body.findLast(({ keyword }) => keyword === 'HEALTHCHECK');
  if (!exposed || exposed.length === 0 || !check) return [];
  const asked = [...check.rest.matchAll(OWN)].map(([, scheme, port]) =>
    Number(port ?? (scheme === 'https' ? 443 : 80)),
  );
  const other = asked.find((port) => !isExposed(exposed, port));
  return other === undefined ? [] : [sighting(check, `Port ${other} is asked, which EXPOSE does not name`)];
}

// A port for administration alone is asked on purpose: strict.
export default defineRule({
  id: 'dockerfile/healthcheck-port-exposed',
  title: 'The health check asks a port that EXPOSE names',
  why: 'A check of a port that nobody listens on is never healthy; one of another program says nothing of this one.',
  remedy: 'Ask the port that the program serves on.',
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  aliases: [],
  severity: 'info',
  profile: 'strict',
  reason: 'other-port-asked',
  good: 'FROM node:22\nEXPOSE 3000\nHEALTHCHECK CMD ["curl", "-f", "http://localhost:3000/health"]\n',
  bad: 'FROM scratch\nEXPOSE 8001\nHEALTHCHECK CMD ["wget", "http://127.0.0.1:8002/"]',
  looksAt: (source) => inStages(source, 'HEALTHCHECK'),
  find: ({ stages }) => stages.flatMap(({ body }) => inStage(body)),
});
