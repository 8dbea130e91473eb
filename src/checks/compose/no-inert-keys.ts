import { defineRule, inServices, sighting } from './rule.ts';

const INERT = ['placement', 'update_config', 'rollback_config', 'endpoint_mode'];

export default defineRule({
  id: 'compose/no-inert-keys',
  title: 'Nothing is written that only Swarm reads',
  why: '`docker compose up` ignores these keys without a word: nothing is placed, updated or rolled back as they say.',
  remedy: 'Delete the key, or deploy with `docker stack deploy`.',
  references: ['https://docs.docker.com/reference/compose-file/deploy/'],
  severity: 'info',
  profile: 'strict',
  reason: 'inert-key',
  good: 'services:\n  web:\n    image: web:1.0\n    deploy:\n      replicas: 2\n',
  bad: { section: 'services', keys: 'image: "web:1.0", deploy: {endpoint_mode: vip}' },
  looksAt: (written) => inServices(written, 'deploy').map(({ entry }) => entry.keySpan),
  find: (written) =>
    INERT.flatMap((key) =>
      inServices(written, 'deploy', key).map(({ service, entry }) =>
        sighting(written, entry.keySpan, `\`deploy.${key}\` of ${service} has no effect outside a swarm`),
      ),
    ),
});
