import { expand, globalEnvironment, readPlatform } from '../../formats/index.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';

function find(source: ParsedDockerfile): readonly Sighting[] {
  const environment = globalEnvironment(source.globals, source.escape, {});
  return source.stages.flatMap(({ from, name }) => {
    const written = from.flags.find((flag) => flag.name === 'platform')?.value;
    if (!written) return [];
    const { value, matched, unmatched } = expand(written, environment, { escape: source.escape });
    const platform = matched.size + unmatched.size > 0 ? null : readPlatform(value);
    if (!platform) return [];
    const isNamed = name !== null && (name.includes(platform.os) || name.includes(platform.architecture));
    return isNamed ? [] : [sighting(from, `The stage is always built for \`${value}\`, whatever is asked for`)];
  });
}

// Stands beside DL3029, which objects to every platform that is written out.
export default defineRule({
  id: 'dockerfile/no-constant-platform',
  title: 'No FROM fixes its platform, unless the name of the stage says so',
  why: 'A fixed platform makes an image that starts nowhere else, or slowly, by emulation.',
  remedy:
    'Drop the flag, take `$BUILDPLATFORM` or `$TARGETPLATFORM`, or name the stage after its platform: `AS build-amd64`.',
  references: ['https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/'],
  aliases: ['FromPlatformFlagConstDisallowed'],
  severity: 'warning',
  supersedes: ['dockerfile/platform-not-fixed'],
  reason: 'constant-platform',
  good: 'FROM --platform=$BUILDPLATFORM node:22 AS build\nFROM --platform=linux/amd64 debian:bookworm AS final-amd64\n',
  bad: 'FROM --platform=linux/s390x scratch AS planted',
  looksAt: (source) => source.stages.map(({ from }) => from),
  find,
});
