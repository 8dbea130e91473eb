import type { ContextFile, ContextScript, DockerfileFacts, Files } from '../../domain/index.ts';
import type { Wanted } from './wanted.ts';

const LARGEST_READ = 65_536;
const MOST_READ = 200;

/** The scripts among what is sent that an instruction names: as a source, or by the name of what the container starts. */
export function scriptsIn(
  sent: readonly ContextFile[],
  final: DockerfileFacts['final'] | undefined,
  wanted: readonly Wanted[],
  files: Files,
  root: string,
): ContextScript[] {
  const sources = new Set(wanted.map(({ path }) => path));
  const started = [...(final?.entrypoint?.value ?? []), ...(final?.cmd?.value ?? [])].map(baseOf);
  const names = new Set(started);
  const isNamed = ({ path, selected }: ContextFile) => sources.has(path) || (selected && names.has(baseOf(path)));
  return sent
    .filter((file) => file.type === 'file' && file.sizeBytes <= LARGEST_READ && isNamed(file))
    .slice(0, MOST_READ)
    .flatMap(({ path }) => {
      const text = scriptOf(files.readBytes(files.resolve(root, path)));
      return text === null ? [] : [{ path, text }];
    });
}

/** Null where it is no text that begins with `#!`. */
function scriptOf(bytes: Uint8Array | null): string | null {
  if (bytes === null || bytes[0] !== 0x23 || bytes[1] !== 0x21 || bytes.includes(0)) return null;
  return new TextDecoder().decode(bytes);
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
