import { defineRule, inServices, servicesIn, sighting } from './rule.ts';

export default defineRule({
  id: 'compose/no-container-names',
  title: 'Containers have no fixed names',
  why: 'A fixed name keeps a service from being scaled, and the project from being up twice on one host.',
  remedy: 'Leave `container_name` out; services find each other by the name of the service.',
  references: ['https://docs.docker.com/reference/compose-file/services/#container_name'],
  severity: 'info',
  profile: 'strict',
  reason: 'fixed-name',
  good: 'services:\n  web:\n    image: web:1.0\n',
  bad: { section: 'services', keys: 'image: "web:1.0", container_name: tickproof-fixed' },
  looksAt: (written) => servicesIn(written).map(({ keySpan }) => keySpan),
  find: (written) =>
    inServices(written, 'container_name').map(({ service, entry }) =>
      sighting(written, entry.keySpan, `${service} has a container with a fixed name`),
    ),
});
