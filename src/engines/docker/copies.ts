import { posix } from 'node:path';
import { type Engine, TickproofError } from '../../domain/index.ts';
import { connectionFault } from './api.ts';
import { ask, type DockerHost, part } from './host.ts';
import { writeTar } from '../../formats/tar/index.ts';
import { type Member, members } from './members.ts';

const LARGEST_FILE = 64 * 1024 * 1024;
const LINKS = 16; // as many as no sane path has

type Copies = Pick<Engine, 'readFile' | 'writeFile'>;

/** Files of a container by the archive calls: they need no shell, and work whether it runs or not. */
export function copiesOf(host: DockerHost): Copies {
  return {
    readFile: (id, path) => readFile(host, id, path, LINKS),
    async writeFile(id, path, bytes, mode) {
      const name = posix.resolve('/', path).slice(1); // from the root: missing folders are made
      const query = { path: '/' };
      const body = Buffer.concat([...writeTar([{ name, body: bytes, mode }])]);
      await ask(host, `to write ${path} into ${id}`, ['PUT', `/containers/${part(id)}/archive`], { query, body });
    },
  };
}

/** The engine follows links on the way but gives the last one as it is. */
async function readFile(host: DockerHost, id: string, path: string, links: number): Promise<Uint8Array | null> {
  const member = await firstMember(host, id, path);
  if (member?.header.type === 'file') return member.bytes;
  if (member?.header.type !== 'symlink' || links === 0) return null;
  return readFile(host, id, posix.resolve(posix.dirname(path), member.header.linkName), links - 1);
}

async function firstMember(host: DockerHost, id: string, path: string): Promise<Member | null> {
  const request = { query: { path }, signal: host.signal };
  const response = await host.api.open('GET', `/containers/${part(id)}/archive`, request, [404]);
  try {
    if (response.statusCode === 404) return null;
    for await (const member of members(response, LARGEST_FILE)) return member;
  } catch (cause) {
    throw connectionFault(host.api.name, cause, host.signal);
  } finally {
    response.destroy();
  }
  throw new TickproofError('engine-failed', `${path} of ${id} is larger than ${LARGEST_FILE} bytes`, {
    remedy: 'Ask for a smaller file.',
  });
}
