import { defineCheck, finding, passUnless, seen } from '../kit.ts';
import {
  at,
  type ComposeService,
  eachServiceMutant,
  isVerdict,
  loaded,
  placeOf,
  scalarText,
  serviceExample,
  withRaw,
} from './shared.ts';

export default defineCheck({
  id: 'compose/logging',
  version: 1,
  title: 'Logs are bounded',
  why: 'The default driver, json-file, keeps everything for ever, until the disk is full.',
  remedy: 'Add `logging: { driver: json-file, options: { max-size: 10m, max-file: "3" } }`, or `driver: local`.',
  references: ['https://docs.docker.com/engine/logging/drivers/json-file/'],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  reasons: ['unbounded-log'],
  lint: { severity: 'info', profile: 'strict' },
  example: serviceExample('web', {
    image: 'web:1.0',
    logging: { driver: 'json-file', options: { 'max-size': '10m' } },
  }),
  mutants: [],
  mutantsFor: ({ compose }) =>
    eachServiceMutant(compose, 'unbounded-log', 'the default log', (service) => withRaw(service, { logging: null })),

  judge: ({ compose }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    return passUnless(
      model.services
        .filter((service) => !isBounded(service))
        .map((service) => finding('unbounded-log', `${service.name} keeps its log without a bound`, placeOf(service))),
      model.services.map((service) => seen.value(`log of ${service.name}`, driverOf(service))),
      'there is no service',
    );
  },
});

function driverOf({ raw }: ComposeService): string {
  return scalarText(at(raw, 'logging', 'driver') ?? 'json-file');
}

/** Other drivers bound the log themselves or send it away. */
function isBounded(service: ComposeService): boolean {
  if (driverOf(service) !== 'json-file') return true;
  const size = at(service.raw, 'logging', 'options', 'max-size');
  return size !== undefined && size !== null && scalarText(size) !== '-1';
}
