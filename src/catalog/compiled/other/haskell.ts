import type { Found, Reader } from '../../types.ts';
import { reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { list, own, text, texts } from '../../shared/values.ts';
import { readYaml } from '../../shared/yaml.ts';

type Read = { readonly packages: readonly Found[] } | { readonly fault: string };

/** `cabal.project.freeze`: constraints `any.<name> ==<version>`. */
export const cabalFreeze: Reader = {
  cataloguer: 'cabal-freeze',
  says: 'declared',
  names: ['cabal.project.freeze'],
  read: (file) => reading('cabal-freeze', file, readCabalFreeze(textOf(file.bytes))),
};

/** `stack.yaml`: packages beyond the snapshot. */
export const stackYaml: Reader = stackReader('stack-yaml', 'stack.yaml', (document) =>
  texts(own(document, 'extra-deps')),
);

/** `stack.yaml.lock`: the same as they were resolved. */
export const stackLock: Reader = stackReader('stack-lock', 'stack.yaml.lock', (document) =>
  list(own(document, 'packages')).flatMap(
    (it) => text(own(own(it, 'completed'), 'hackage')) || text(own(own(it, 'original'), 'hackage')) || [],
  ),
);

export function readCabalFreeze(source: string): Found[] {
  return [...source.matchAll(/(?:^|[\s,])any\.([\w-]{1,200}) ==([\d.]{1,60})/g)].map(
    ([, name = '', version = '']): Found => ({ type: 'hackage', name, version }),
  );
}

function stackReader(cataloguer: string, name: string, referencesOf: (document: unknown) => readonly string[]): Reader {
  return {
    cataloguer,
    says: 'declared',
    names: [name],
    read: (file) => {
      const read = readStack(textOf(file.bytes), referencesOf);
      return 'fault' in read ? reading(cataloguer, file, [], read.fault) : reading(cataloguer, file, read.packages);
    },
  };
}

function readStack(source: string, referencesOf: (document: unknown) => readonly string[]): Read {
  const documents = readYaml(source);
  if ('fault' in documents) return documents;
  const packages = documents.flatMap(referencesOf).flatMap((reference): Found[] => {
    const [, name, version, digest] =
      /^([\w-]{1,200})-(\d[\d.]{0,60})(?:@(sha256:[0-9a-f]{64}))?/.exec(reference) ?? [];
    return name === undefined || version === undefined
      ? []
      : [{ type: 'hackage', name, version, ...(digest ? { integrity: digest } : {}) }];
  });
  return { packages };
}
