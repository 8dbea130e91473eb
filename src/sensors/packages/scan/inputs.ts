import { createHash } from 'node:crypto';
import { dataFolder, dataKey } from '../../../catalog/index.ts';
import type { Digest, Inputs, Ports, ScanSettings } from '../../../domain/index.ts';

/**
 * What a look depends on beside the image: the data, the files that let pass, the reports and the scanners on
 * PATH. That tomorrow's data may know more is told by the verdict's own end.
 */
export function scanInputs(
  settings: ScanSettings,
  folder: string,
  ports: Pick<Ports, 'files' | 'processes' | 'env'>,
): Inputs {
  const { files, processes, env } = ports;
  const data = settings.advisories === null ? dataFolder(env) : files.resolve(folder, settings.advisories);
  const tools = (['trivy', 'grype'] as const)
    .filter((name) => settings.engines.includes(name))
    .map((name) => processes.find(name));
  const texts = [...settings.ignores, ...settings.vex, ...settings.reports].flatMap((file) => {
    const path = files.resolve(folder, file);
    const inner = files.list(path)?.map(({ name }) => files.resolve(path, name));
    return (inner ?? [path]).map(
      (it) => [`scan.file ${nameIn(file, path, it)}`, digestOf(files.readText(it) ?? 'none')] as const,
    );
  });
  return {
    'scan.data': digestOf(data === null ? 'none' : (dataKey(files, data) ?? 'none')),
    'scan.settings': digestOf(JSON.stringify([settings, tools])),
    ...Object.fromEntries(texts),
  };
}

/** As the settings name it: the same on every machine. */
function nameIn(file: string, path: string, inner: string): string {
  return inner === path ? file : `${file}${inner.slice(path.length)}`;
}

function digestOf(text: string): Digest {
  return `sha256:${createHash('sha256').update(text).digest('hex')}` as Digest; // the form of a digest
}
