import { defineCheck, finding, passUnless, seen, z } from '../kit.ts';
import { eachServiceMutant, isVerdict, loaded, parseReference, lineIn, serviceExample } from './shared.ts';

export default defineCheck({
  id: 'compose/pinned',
  version: 1,
  title: 'Images carry a tag that is not `latest`, or a digest',
  why: 'What `latest` means changes without a commit; two machines run two versions of one file.',
  remedy: 'Name the version: `postgres:16.4`, or pin the digest.',
  references: ['https://docs.docker.com/reference/compose-file/services/#image'],
  aliases: ['service-image-require-explicit-tag'],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  params: z.strictObject({
    level: z
      .enum(['tag', 'digest'])
      .default('tag')
      .describe('`tag`: a tag other than `latest`, or a digest; `digest`: a digest'),
  }),
  reasons: ['unpinned'],
  lint: { severity: 'warning', profile: 'strict' },
  example: serviceExample('db', { image: 'postgres:16.4' }),
  mutants: [],
  mutantsFor: ({ compose }) =>
    eachServiceMutant(compose, 'unpinned', 'its image by `latest`', ({ build: _built, ...service }) => ({
      ...service,
      image: 'tickproof-example:latest',
    })),

  judge: ({ compose }, { level }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const images = model.services.flatMap((service) =>
      service.image === undefined || service.build ? [] : [{ service, image: service.image }],
    );
    return passUnless(
      images
        .filter(({ image }) => !isPinned(image, level))
        .map(({ service, image }) =>
          finding('unpinned', `${service.name} runs ${image}`, lineIn(model, service, 'image')),
        ),
      images.map(({ service, image }) => seen.value(`image of ${service.name}`, image)),
      'every service is built here',
    );
  },
});

function isPinned(image: string, level: 'tag' | 'digest'): boolean {
  const reference = parseReference(image);
  if (reference?.digest) return true;
  return level === 'tag' && reference !== null && reference.tag !== null && reference.tag !== 'latest';
}
