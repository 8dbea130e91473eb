import type { DockerfileFacts, ImageFacts, Ports, Target } from '../../../domain/index.ts';
import { baseOf } from '../../base-of.ts';
import { dockerfileFactsOf } from '../../dockerfile/index.ts';
import type { ImageSource } from '../../image/index.ts';

/** What is known of how the image was built; both null for an image that just is there. */
export interface BuiltFrom {
  readonly dockerfile: DockerfileFacts | null;
  readonly base: ImageFacts['base'];
}

/** The Dockerfile of the target's folder, and the base image that the engine has under the name that it says. */
export async function builtFrom({ parts }: ImageSource, target: Target, ports: Ports): Promise<BuiltFrom> {
  const { folder, build } = target;
  if (folder === null) return { dockerfile: null, base: parts.base };
  const dockerfile = dockerfileFactsOf({
    path: build.dockerfile,
    text: ports.files.readText(ports.files.resolve(folder, build.dockerfile)),
    target: build.target,
    args: build.args,
  });
  return { dockerfile, base: parts.base ?? (await baseOf(target, ports)) };
}
