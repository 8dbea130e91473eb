import { withDefaults } from './defaults.ts';
import { withExtends } from './extends.ts';
import { withIncluded } from './include.ts';
import { layFile } from './load-file.ts';
import { resolvedPairs } from './normalise.ts';
import { type Source } from './origin.ts';
import { resolvePaths } from './paths.ts';
import { Refused } from './refused.ts';
import { type Environment, lookupIn, type Machine, readSource } from './run.ts';
import { checkSingles } from './single.ts';
import { isMapping, isSequence, mapEntries, type Mapping, withEntry } from './value.ts';

/** Files that are one model: those of the project, or those of one entry of `include`. */
export interface ModelFiles {
  readonly files: readonly { readonly path: string; readonly source: Source }[];
  readonly environment: Environment;
  /** Where names of files begin that `extends` and `include` give. */
  readonly folder: string;
  /** Where the relative paths of the model begin. */
  readonly base: string;
  readonly chain: readonly string[];
}

/** The files laid over each other, their defaults written out, their paths and variables resolved. */
export function loadModel(machine: Machine, { files, environment, folder, base, chain }: ModelFiles): Mapping {
  const model = files.reduce<Mapping | null>((below, { path, source }) => {
    const around = { machine, environment, path, folder, base, chain: [...chain, path] };
    return layFile(below, source, around, (document, resets) =>
      withIncluded(withExtends(document, around, resets), around, (included) =>
        loadModel(machine, {
          ...included,
          files: included.paths.map((it) => ({ path: it, source: readSource(machine, it) })),
        }),
      ),
    );
  }, null);
  if (!model) throw new Refused('not-found', 'no compose file specified');
  const whole = withDefaults(model);
  checkSingles(whole);
  return withKnownVariables(resolvePaths(whole, { folder: base, home: machine.home }), environment);
}

/** Variables that a list names alone, as far as the files' own environment knows them. */
function withKnownVariables(model: Mapping, environment: Environment): Mapping {
  const services = model.entries.get('services');
  if (!isMapping(services)) return model;
  const lookup = lookupIn(environment);
  return withEntry(
    model,
    'services',
    mapEntries(services, (service) => {
      const written = isMapping(service) ? service.entries.get('environment') : undefined;
      return isMapping(service) && isSequence(written)
        ? withEntry(service, 'environment', resolvedPairs(written, lookup, true))
        : service;
    }),
  );
}
