import { connectionFault } from './api.ts';
import { type DockerHost, part } from './host.ts';

/** The engine writes the head of its answer before it knows the image: an unknown one ends in 404 or in an empty archive. */
export async function* saveImage(host: DockerHost, reference: string): AsyncIterable<Uint8Array> {
  const response = await host.api.open('GET', `/images/${part(reference)}/get`, { signal: host.signal });
  try {
    for await (const chunk of response) yield chunk as Uint8Array; // no encoding is set
  } catch (cause) {
    throw connectionFault(host.api.name, cause, host.signal);
  } finally {
    response.destroy();
  }
}
