import { ulimits } from './shape-deploy.ts';
import {
  either,
  flagLike,
  integerLike,
  listOf,
  mapOf,
  numberLike,
  object,
  pairs,
  some,
  string,
  strings,
} from './shape.ts';

export const command = either(some('null'), string, listOf(string));
export const hosts = either(mapOf(/^.+/, either(string, listOf(string))), strings);
export const fileMounts = listOf(
  either(string, object({ source: string, target: string, uid: string, gid: string, mode: numberLike })),
);
export const hook = object(
  { command, user: string, privileged: flagLike, working_dir: string, environment: pairs },
  'command',
);

export const build = either(
  string,
  object({
    context: string,
    dockerfile: string,
    dockerfile_inline: string,
    entitlements: listOf(string),
    args: pairs,
    ssh: pairs,
    labels: pairs,
    cache_from: listOf(string),
    cache_to: listOf(string),
    no_cache: flagLike,
    additional_contexts: pairs,
    network: string,
    provenance: some('string', 'boolean'),
    sbom: some('string', 'boolean'),
    pull: flagLike,
    target: string,
    shm_size: integerLike,
    extra_hosts: hosts,
    isolation: string,
    privileged: flagLike,
    secrets: fileMounts,
    tags: listOf(string),
    ulimits,
    platforms: listOf(string),
  }),
);
