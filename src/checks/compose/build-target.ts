import { targetStage } from '../../formats/index.ts';
import { defineCheck, type Finding, finding, passUnless, seen } from '../kit.ts';
import { servicesOf, targetOf, withBuild } from './built.ts';
import { eachServiceMutant, isVerdict, lineIn, loaded, serviceExample } from './shared.ts';

export default defineCheck({
  id: 'compose/build-target',
  version: 1,
  title: 'The Dockerfile and the stage that a service is built from are there',
  why: '`up --build` ends there, on the first machine that has no image from before.',
  remedy: 'Mend `build.dockerfile` or `build.target`, or give the stage that name with `AS`.',
  references: ['https://docs.docker.com/reference/compose-file/build/#target'],
  reads: ['compose.files', 'compose.problems', 'compose.model', 'dockerfile.file', 'dockerfile.source'],
  reasons: ['dockerfile-missing', 'target-missing'],
  lint: { severity: 'error', profile: 'default' },
  example: {
    ...serviceExample('web', { build: { context: '.', target: 'final' } }),
    dockerfile: 'FROM node:22 AS final\nCMD ["node", "server.js"]\n',
  },
  mutants: [
    {
      level: 'S',
      title: 'the Dockerfile is not there',
      reason: 'dockerfile-missing',
      edit: (sources) => ({ ...sources, dockerfile: null }),
    },
  ],
  mutantsFor: ({ compose, dockerfile }) =>
    eachServiceMutant(
      compose,
      'target-missing',
      'a stage that is not there',
      (service) => withBuild(service, { target: 'tickproof-missing' }),
      (service, model) => servicesOf(model, dockerfile).includes(service),
    ),

  judge: ({ compose, dockerfile }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const services = servicesOf(model, dockerfile);
    const { file, source } = dockerfile;
    return passUnless(
      services.flatMap((service): Finding<'dockerfile-missing' | 'target-missing'>[] => {
        const { name } = service;
        if (!file.present) {
          const line = lineIn(model, service, 'build', 'dockerfile');
          return [finding('dockerfile-missing', `the Dockerfile of ${name} is not there`, line)];
        }
        const target = targetOf(service);
        if (target === null || source.stages.length === 0 || targetStage(source.stages, target)) return [];
        const line = lineIn(model, service, 'build', 'target');
        return [
          finding(
            'target-missing',
            `${name} is built from stage \`${target}\`, which its Dockerfile does not have`,
            line,
          ),
        ];
      }),
      services.map((service) => seen.value(`${service.name} is built from`, targetOf(service) ?? 'its last stage')),
      'no service is built from this Dockerfile',
    );
  },
});
