import { model, service } from './shape-service.ts';
import {
  either,
  flagLike,
  listOf,
  mapOf,
  NAME,
  object,
  oneOrMore,
  openObject,
  orNull,
  pairs,
  type Shape,
  some,
  strictObject,
  string,
} from './shape.ts';

const driverOptions = mapOf(/^.+$/, some('string', 'number'), { isOpen: true });
const external: Shape = { ...object({ name: string }), kinds: ['boolean', 'string', 'object'] };
const externalFile: Shape = { ...openObject({ name: string }), kinds: ['boolean', 'string', 'object'] };
const texts = mapOf(/^.+$/, string);

const network = orNull(
  object({
    name: string,
    driver: string,
    driver_opts: driverOptions,
    ipam: object({
      driver: string,
      config: listOf(object({ subnet: string, ip_range: string, gateway: string, aux_addresses: texts })),
      options: texts,
    }),
    external,
    internal: flagLike,
    enable_ipv4: flagLike,
    enable_ipv6: flagLike,
    attachable: flagLike,
    labels: pairs,
  }),
);

const volume = orNull(object({ name: string, driver: string, driver_opts: driverOptions, external, labels: pairs }));

const secret = object({
  name: string,
  environment: string,
  file: string,
  external: externalFile,
  labels: pairs,
  driver: string,
  driver_opts: driverOptions,
  template_driver: string,
});

const config = object({
  name: string,
  content: string,
  environment: string,
  file: string,
  external: externalFile,
  labels: pairs,
  template_driver: string,
});

const include = either(string, strictObject({ path: oneOrMore, env_file: oneOrMore, project_directory: string }));

/** What a whole compose file may say, as Compose 2.40 takes it. */
export const project: Shape = object({
  version: string,
  name: string,
  include: listOf(include),
  services: mapOf(NAME, service),
  models: mapOf(NAME, model, { isOpen: true }),
  networks: mapOf(NAME, network, { isOpen: true }),
  volumes: mapOf(NAME, volume),
  secrets: mapOf(NAME, secret),
  configs: mapOf(NAME, config),
});
