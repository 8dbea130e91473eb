import { flagValue } from '../../formats/index.ts';
import { inStages } from './layout.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';

function find(source: ParsedDockerfile): readonly Sighting[] {
  const isEmpty: boolean[] = [];
  return source.stages.flatMap(({ base, body }) => {
    let nothing = base.kind === 'scratch' || (base.kind === 'stage' && (isEmpty[base.index] ?? false));
    const found = body.flatMap((it) => {
      if (it.keyword === 'COPY' || it.keyword === 'ADD') nothing = false;
      const isBare = it.keyword === 'RUN' && nothing && flagValue(it, 'mount') === null;
      return isBare ? [sighting(it, 'The stage is empty so far: there is no program to run, and no shell')] : [];
    });
    isEmpty.push(nothing);
    return found;
  });
}

export default defineRule({
  id: 'dockerfile/no-run-in-empty-stage',
  title: 'No RUN stands in a stage from scratch before anything was copied into it',
  why: '`FROM scratch` holds no file at all, so that the build fails there: not even a shell can be started.',
  remedy: 'Copy what is to be run first, or begin with an image that has a shell.',
  references: ['https://docs.docker.com/build/building/base-images/#create-a-minimal-base-image-using-scratch'],
  aliases: [],
  severity: 'error',
  supersedes: ['dockerfile/shell-is-there'],
  reason: 'run-in-empty-stage',
  good: 'FROM scratch\nADD rootfs.tar.gz /\nRUN ["/bin/busybox", "--install"]\n',
  bad: 'FROM scratch\nRUN true',
  looksAt: (source) => inStages(source, 'RUN'),
  find,
});
