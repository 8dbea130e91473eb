import { asFlag, asKeptFlag, asString, asInteger, type Json, type Printing, inside } from './printing.ts';
import { asIs, asListOf, asPlainMapOf, asObject, asPairs, asTexts } from './printing-lists.ts';
import { printService } from './print-service.ts';
import type { Mapping } from './value.ts';

const network = asObject(
  {
    name: asString,
    driver: asString,
    driver_opts: asPairs,
    ipam: asObject({
      driver: asString,
      config: asListOf(asObject({ subnet: asString, gateway: asString, ip_range: asString, aux_addresses: asPairs })),
    }),
    external: asFlag,
    internal: asFlag,
    attachable: asFlag,
    labels: asPairs,
    enable_ipv4: asKeptFlag,
    enable_ipv6: asKeptFlag,
  },
  { ipam: {} },
);

const volume = asObject({ name: asString, driver: asString, driver_opts: asPairs, external: asFlag, labels: asPairs });

const file = {
  name: asString,
  file: asString,
  environment: asString,
  external: asFlag,
  labels: asPairs,
  driver: asString,
  driver_opts: asPairs,
  template_driver: asString,
};

const KINDS = {
  services: asPlainMapOf(printService, {}),
  networks: asPlainMapOf(network, { ipam: {} }),
  volumes: asPlainMapOf(volume, {}),
  secrets: asPlainMapOf(asObject(file), {}),
  configs: asPlainMapOf(asObject({ ...file, content: asString }), {}),
  models: asPlainMapOf(
    asObject({ name: asString, model: asString, context_size: asInteger, runtime_flags: asTexts }),
    {},
  ),
};

export type Kinds = Readonly<Partial<Record<keyof typeof KINDS, Json>>>;

/** What the model says of its services and resources, as Compose prints them, and the extensions at its top. */
export function printProject(
  model: Mapping,
  to: Printing,
): { kinds: Kinds; extensions: Readonly<Record<string, Json>> } {
  const kinds = Object.entries(KINDS).flatMap(([kind, print]) => {
    const value = model.entries.get(kind);
    const printed = value && print(value, inside(to, kind, value.at));
    return printed === undefined ? [] : [[kind, printed] as const];
  });
  const extensions = [...model.entries]
    .filter(([key]) => key.startsWith('x-'))
    .map(([key, value]) => [key, asIs(value, inside(to, key, value.at)) ?? null] as const);
  return { kinds: Object.fromEntries(kinds), extensions: Object.fromEntries(extensions) };
}
