import { defineCheck, finding, passUnless, seen } from '../kit.ts';
import { eachServiceMutant, isVerdict, loaded, placeOf, serviceExample } from './shared.ts';

export default defineCheck({
  id: 'compose/networks',
  version: 1,
  title: 'Services are on networks that the project names itself',
  why: 'On the default network every service reaches every other, and its name comes from the folder.',
  remedy: 'Declare a network under `networks:` and list it in the service.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  reasons: ['default-network'],
  lint: { severity: 'info', profile: 'strict' },
  example: serviceExample('web', { image: 'web:1.0', networks: { front: null } }),
  mutants: [],
  mutantsFor: ({ compose }) =>
    eachServiceMutant(compose, 'default-network', 'on the default network', ({ raw, ...service }) => {
      const { network_mode: _mode, ...rest } = raw;
      return { ...service, raw: rest, networks: ['default'] };
    }),

  judge: ({ compose }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const asked = model.services.filter(({ raw }) => raw.network_mode === undefined);
    return passUnless(
      asked
        .filter(({ networks }) => networks.length === 0 || networks.includes('default'))
        .map((service) => finding('default-network', `${service.name} is on the default network`, placeOf(service))),
      asked.map(({ name, networks }) => seen.value(`networks of ${name}`, networks.join(', '))),
      'no service is on a network of the project',
    );
  },
});
