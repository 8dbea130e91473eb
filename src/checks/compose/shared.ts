import type {
  ComposeFacts,
  ComposeModel,
  ComposePath,
  ComposeReference,
  ComposeService,
  Example,
  Mutant,
} from '../../domain/index.ts';
import { modelOf } from '../../formats/compose/index.ts';
import { type Evidence, inapplicable, inconclusive, seen, type Sources, type Verdict } from '../kit.ts';

export type { Mutant };
export { cutInCommand, readOtherwise, scalarText, withoutComments } from '../../formats/compose/index.ts';
export {
  directLine,
  findSecrets,
  isSecretVariable,
  nearest,
  outcomeOf,
  parseReference,
  readShellLine,
} from '../../formats/index.ts';
export type { ComposeModel, ComposePath, ComposeReference, ComposeService };

/** The model, or what is to be said where there is none. */
export function loaded({
  model,
  files,
  problems,
}: Pick<ComposeFacts, 'model' | 'files' | 'problems'>): ComposeModel | Verdict<never> {
  if (model) return model;
  if (files.length === 0) return inapplicable('there is no compose file');
  return inconclusive(
    `the project does not load: ${problems[0]?.message ?? 'no reason given'}`,
    'Mend what `compose/valid` names.',
  );
}

export function isVerdict(it: ComposeModel | Verdict<never>): it is Verdict<never> {
  return 'status' in it;
}

/** The model with one service changed; null where it is not there. */
export function withService(
  sources: Sources,
  name: string,
  edit: (service: ComposeService) => ComposeService,
): Sources | null {
  const { model } = sources;
  if (!model?.services.some((service) => service.name === name)) return null;
  const services = model.services.map((service) => (service.name === name ? edit(service) : service));
  return { ...sources, model: { ...model, services } };
}

/** A service with other keys in its canonical form. */
export function withRaw(service: ComposeService, raw: Readonly<Record<string, unknown>>): ComposeService {
  return { ...service, raw: { ...service.raw, ...raw } };
}

/** A service that mounts this path of the host. */
export function withBind(service: ComposeService, path: string): ComposeService {
  return { ...service, volumes: [...service.volumes, { type: 'bind', source: path, target: path }] };
}

/** Runs once and ends: others wait for its success. */
export function isOneShot({ name }: ComposeService, { services }: ComposeModel): boolean {
  return services.some(({ dependsOn }) => dependsOn[name]?.condition === 'service_completed_successfully');
}

/** `deploy.resources.limits`, or nothing. */
export function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (node, key) => (typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined),
    value,
  );
}

export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** An example in a text and in what the client makes of it. */
export function project(text: string, printed: Readonly<Record<string, unknown>>): Example {
  const file = 'compose.yaml';
  const line = (name: string): number => text.split('\n').findIndex((it) => it.trimEnd() === `  ${name}:`) + 1 || 1;
  const placeOf = (name: string) => ({ file, startLine: line(name), endLine: line(name) });
  const writtenOf = (name: string) => at(printed, 'services', name, 'environment') as Record<string, string>; // as the example writes it
  const model = modelOf(printed, { placeOf, writtenOf });
  return {
    compose: text,
    facts: { compose: { files: [file], comments: [], problems: [], unset: [], model, references: [] } },
  };
}

/** A project of one service with these keys, in a text and as the client prints it. */
export function serviceExample(name: string, keys: Readonly<Record<string, unknown>>): Example {
  const lines = Object.entries(keys).map(([key, value]) => `    ${key}: ${JSON.stringify(value)}`);
  return project(`services:\n  ${name}:\n${lines.join('\n')}\n`, { name: 'example', services: { [name]: keys } });
}

/** One mutant for each service: the region that a claim about all services covers. */
export function eachServiceMutant<R extends string>(
  { model }: Pick<ComposeFacts, 'model'>,
  reason: R,
  title: string,
  edit: (service: ComposeService) => ComposeService,
  touches: (service: ComposeService, model: ComposeModel) => boolean = () => true,
): Mutant<R, unknown>[] {
  if (!model) return [];
  return model.services
    .filter((service) => touches(service, model))
    .map(({ name }) => ({
      level: 'S',
      title: `${name}: ${title}`,
      reason,
      edit: (sources) => withService(sources, name, edit),
    }));
}

/** Where a value is written, as evidence: what is around it where nobody wrote it. */
export function lineOf(model: ComposeModel, path: ComposePath): Evidence {
  return evidenceAt(model, path, 2) ?? seen.value('compose', path.join('.'));
}

/** The same of a value of a service: the service itself where nobody wrote it. */
export function lineIn(model: ComposeModel, service: ComposeService, ...path: ComposePath): Evidence {
  return evidenceAt(model, ['services', service.name, ...path], 3) ?? placeOf(service);
}

function evidenceAt({ placeOf: placeAt }: ComposeModel, path: ComposePath, shortest: number): Evidence | null {
  if (!placeAt) return null;
  for (let length = path.length; length >= shortest; length -= 1) {
    const place = placeAt(path.slice(0, length));
    if (place) return seen.place(place.text, place.at);
  }
  return null;
}

/** The place of a service, as evidence. */
export function placeOf(service: ComposeService): Evidence {
  return seen.place(`${service.name}:`, service.at);
}
