import { TickproofError } from '../../domain/index.ts';
import { connectionFault } from './api.ts';
import { type DockerHost, part } from './host.ts';

/** The image as `docker save` writes it. */
export async function* saveImage(host: DockerHost, reference: string): AsyncIterable<Uint8Array> {
  const response = await host.api.open('GET', `/images/${part(reference)}/get`, { signal: host.signal }, [404]);
  if (response.statusCode === 404) {
    response.destroy();
    throw new TickproofError('image-not-found', `There is no image ${reference} on ${host.api.name}`, {
      remedy: `Build it, or fetch it with \`docker pull ${reference}\`.`,
    });
  }
  try {
    for await (const chunk of response) yield chunk as Uint8Array; // no encoding is set
  } catch (cause) {
    throw connectionFault(host.api.name, cause, host.signal);
  } finally {
    response.destroy();
  }
}
