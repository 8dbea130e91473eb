import type { DockerfileFacts, Instruction, Package } from '../../../domain/index.ts';
import { eachCommand } from '../../../formats/index.ts';
import type { Origin } from './origins.ts';

/**
 * Packages of Debian and its kin that the Dockerfile did not ask for and that nothing it asked for needs: apt brought them
 * because they were recommended. Says of none where commands name packages by variables, or leave recommendations out.
 */
export function recommendedIn(
  packages: readonly Package[],
  origins: readonly Origin[],
  dockerfile: DockerfileFacts | null,
): ReadonlySet<string> {
  const asked = askedOf(origins, dockerfile);
  if (!asked) return new Set();
  const debs = packages.filter(({ type }) => type === 'deb');
  const isOwn = ({ layer }: Package): boolean => origins[layer]?.fromBase === false;
  const byPurl = new Map(debs.map((it) => [it.purl, it]));
  const needed = new Set(debs.filter((it) => !isOwn(it) || asked.has(it.name)).map(({ purl }) => purl));
  for (const purl of needed) for (const next of byPurl.get(purl)?.requires ?? []) needed.add(next); // a Set hands out what is added meanwhile
  return new Set(debs.filter((it) => isOwn(it) && !needed.has(it.purl)).map(({ purl }) => purl));
}

/** Whether a command installs with apt, and what is recommended with it. */
export function installsRecommended(words: readonly string[]): boolean {
  return (
    isInstall(words) && !words.some((word) => /^--no-install-recommends$|Install-Recommends=(?:0|false)/.test(word))
  );
}

function isInstall([name = '', ...words]: readonly string[]): boolean {
  return /^apt(?:-get)?$/.test(name) && words.find((word) => !word.startsWith('-')) === 'install';
}

/** Names of packages in the image's own install commands; null where they are not all known, or none brings more. */
function askedOf(origins: readonly Origin[], dockerfile: DockerfileFacts | null): ReadonlySet<string> | null {
  if (!dockerfile) return null;
  const commands = origins.flatMap(({ made }) => (made ? installs(made.instruction) : []));
  const isKnown = commands.every(({ words }) => words.every(({ literal }) => literal));
  const bringsMore = commands.some(({ words }) => installsRecommended(words.map(({ text }) => text)));
  if (!isKnown || !bringsMore) return null;
  return new Set(commands.flatMap(({ words }) => words.map(({ text }) => text.replace(/[=:/].*$/s, ''))));
}

function installs(instruction: Instruction) {
  return instruction.keyword === 'RUN'
    ? eachCommand(instruction).filter(({ words }) => isInstall(words.map(({ text }) => text)))
    : [];
}
