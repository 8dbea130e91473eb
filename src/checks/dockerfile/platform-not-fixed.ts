import { own, unquoted } from './instructions.ts';
import { defineRule, sighting } from './rule.ts';
import { flagValue } from './shared.ts';

// DL3029 minds every platform that is not the builder's or the target's; FromPlatformFlagConstDisallowed lets stages named after theirs be.
export default defineRule({
  id: 'dockerfile/platform-not-fixed',
  title: 'No FROM fixes its platform',
  why: 'The image is then of that platform wherever it is built: on another machine it is emulated, or does not start.',
  remedy: 'Drop `--platform`, give it to the build, or write `--platform=$BUILDPLATFORM` for a stage of tools.',
  references: ['https://docs.docker.com/build/building/multi-platform/'],
  aliases: ['DL3029'],
  severity: 'warning',
  reason: 'fixed-platform',
  good: 'FROM --platform=$BUILDPLATFORM golang:1.26 AS build\nFROM scratch\n',
  bad: 'FROM --platform=linux/amd64 scratch',
  looksAt: (source) => own(source, 'FROM'),
  find: (source) =>
    own(source, 'FROM').flatMap((from) => {
      const platform = flagValue(from, 'platform');
      return platform === null || /BUILDPLATFORM|TARGETPLATFORM/.test(platform)
        ? []
        : [sighting(from, `The platform is fixed to \`${unquoted(platform)}\``)];
    }),
});
