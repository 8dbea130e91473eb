import { defineCheck, fail, finding, pass, seen, z } from '../kit.ts';
import { type ComposeModel, type ComposeService, isVerdict, loaded, serviceExample, withService } from './shared.ts';

export default defineCheck({
  id: 'compose/environment',
  version: 1,
  title: 'A variable of a service resolves to the value that it must have',
  why: 'What a service is given is decided by defaults, `.env` files and overrides together; only the resolved value counts.',
  remedy: 'Mend the default in the compose file, or the variable in `stacks.*.env` or `.env`.',
  references: ['https://docs.docker.com/compose/how-tos/environment-variables/envvars-precedence/'],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  params: z.strictObject({
    service: z.string().optional().describe('The service; not needed where there is only one'),
    variable: z.string().min(1).describe('Name of the variable'),
    value: z.string().optional().describe('The value after interpolation; without it, any that is not empty'),
  }),
  reasons: ['value-mismatch', 'service-missing'],
  example: {
    ...serviceExample('web', { image: 'web:1.0', environment: { API_URL: 'http://api:8000' } }),
    params: { variable: 'API_URL', value: 'http://api:8000' },
  },
  mutants: [],
  mutantsFor: ({ compose: { model } }, params) => {
    const service = model && serviceFor(model, params.service);
    if (!service) return [];
    const { name } = service;
    return [
      {
        level: 'S',
        title: `another ${params.variable}`,
        reason: 'value-mismatch',
        edit: (sources) => {
          const other = params.value === undefined ? '' : `${params.value}-tickproof`;
          return withService(sources, name, (it) => ({
            ...it,
            environment: { ...it.environment, [params.variable]: other },
          }));
        },
      },
      {
        level: 'S',
        title: `without ${name}`,
        reason: 'service-missing',
        edit: (sources) => {
          const { model } = sources;
          return (
            model && { ...sources, model: { ...model, services: model.services.filter((it) => it.name !== name) } }
          );
        },
      },
    ];
  },

  judge: ({ compose }, { service: wanted, variable, value }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const service = serviceFor(model, wanted);
    const all = seen.value('services', model.services.map(({ name }) => name).join(', ') || 'none');
    if (!service)
      return fail(finding('service-missing', `there is no service ${wanted ?? 'that is the only one'}`, all));
    const found = service.environment[variable];
    const shown = seen.value(`${service.name}: ${variable}`, found ?? '(not set)');
    const writtenAt = service.writtenAt?.[variable];
    const place = writtenAt ? seen.place(`${variable}:`, writtenAt) : seen.place(`${service.name}:`, service.at);
    if (value === undefined ? Boolean(found) : found === value) return pass(shown, place);
    const expected = value === undefined ? 'some value' : `\`${value}\``;
    return fail(
      finding(
        'value-mismatch',
        `${variable} of ${service.name} is \`${found ?? ''}\`, wanted ${expected}`,
        shown,
        place,
      ),
    );
  },
});

function serviceFor({ services }: ComposeModel, wanted: string | undefined): ComposeService | undefined {
  const [first, ...others] = services.filter(({ name }) => wanted === undefined || name === wanted);
  return others.length > 0 ? undefined : first;
}
