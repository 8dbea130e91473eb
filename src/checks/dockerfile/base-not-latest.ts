import { imageName, own, sectionsOf } from './instructions.ts';
import { defineRule, sighting } from './rule.ts';

// DL3007, for each FROM of the file; `build/base-pinned` judges the images that the target is made of.
export default defineRule({
  id: 'dockerfile/base-not-latest',
  title: 'No FROM takes the tag `latest`',
  why: 'The tag is moved at each release: the same Dockerfile then builds something else, and may break overnight.',
  remedy: 'Write the version: `FROM debian:bookworm-slim`.',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  aliases: ['DL3007'],
  severity: 'warning',
  supersedes: ['build/base-pinned'],
  reason: 'base-latest',
  good: 'FROM debian:bookworm-slim\n',
  bad: 'FROM planted:latest',
  looksAt: (source) => own(source, 'FROM'),
  find: (source) =>
    sectionsOf(source).flatMap(({ from, base }) => {
      const { tag, digest } = imageName(base);
      return from && tag === 'latest' && digest === null
        ? [sighting(from, `\`${base}\` is moved at each release`)]
        : [];
    }),
});
